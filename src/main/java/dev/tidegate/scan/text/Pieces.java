package dev.tidegate.scan.text;

import java.util.ArrayList;
import java.util.List;

/** What may be the rest of a value that is written in two literals. */
public final class Pieces {
  private static final int NEAR = 400;
  private static final int SHORTEST = 6;
  private static final int MOST = 40;

  private Pieces() {}

  /** Runs of letters, digits, dashes and underscores that follow within a few lines. */
  public static List<String> after(String text, int end) {
    List<String> pieces = new ArrayList<>();
    int far = Math.min(text.length(), end + NEAR);
    int start = end;
    for (int i = end; i <= far && pieces.size() < MOST; i++) {
      if (i == far || !of(text.charAt(i))) {
        if (i - start >= SHORTEST) {
          pieces.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return pieces;
  }

  private static boolean of(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-';
  }
}
