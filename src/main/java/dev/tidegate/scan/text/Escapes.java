package dev.tidegate.scan.text;

import java.io.ByteArrayOutputStream;

/** Runs of escaped bytes: by percent, backslash (hexadecimal, octal) or character reference. */
public final class Escapes {
  private static final int FEWEST = 6;
  private static final int PLAIN_AT_MOST = 400;

  private Escapes() {}

  /** Called for each run that was decoded: {@code [start, end)} in the text. */
  public interface Sink {
    void decoded(String how, int start, int end, byte[] content);
  }

  private enum Way {
    PERCENT('%', "percent encoding"),
    BACKSLASH('\\', "escapes"),
    ENTITY('&', "character references");

    final char first;
    final String name;

    Way(char first, String name) {
      this.first = first;
      this.name = name;
    }
  }

  public static void find(String text, Sink sink) {
    for (Way way : Way.values()) {
      int at = text.indexOf(way.first);
      while (at >= 0) {
        at = text.indexOf(way.first, Math.max(run(text, at, way, sink), at + 1));
      }
    }
  }

  /** Decodes what starts at a place; answers its end. */
  private static int run(String text, int at, Way way, Sink sink) {
    if (length(text, at, way) == 0) {
      return at;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int escapes = 0;
    int plain = 0;
    int i = at;
    while (i < text.length() && plain < PLAIN_AT_MOST) {
      int n = length(text, i, way);
      char c = text.charAt(i);
      if (n > 0) {
        out.write(value(text, i, n, way));
        escapes++;
        plain = 0;
        i += n;
      } else if (Character.isLetterOrDigit(c) || "_.~-".indexOf(c) >= 0) {
        out.write(c);
        plain++;
        i++;
      } else {
        break;
      }
    }
    if (escapes >= FEWEST) {
      sink.decoded(way.name, at, i, out.toByteArray());
    }
    return i;
  }

  /** How many characters an escape has here; 0: there is none. */
  private static int length(String t, int i, Way way) {
    if (i + 2 >= t.length() || t.charAt(i) != way.first) {
      return 0;
    }
    return switch (way) {
      case PERCENT -> digits(t, i + 1, 2, 16) ? 3 : 0;
      case BACKSLASH ->
          t.charAt(i + 1) == 'x' && digits(t, i + 2, 2, 16)
              ? 4
              : t.startsWith("u00", i + 1) && digits(t, i + 4, 2, 16)
                  ? 6
                  : digits(t, i + 1, 3, 8) && t.charAt(i + 1) < '2' ? 4 : 0;
      case ENTITY -> {
        int end = t.charAt(i + 1) == '#' ? t.indexOf(';', i + 2, Math.min(t.length(), i + 7)) : -1;
        boolean hex = end > 0 && t.charAt(i + 2) == 'x';
        int from = hex ? i + 3 : i + 2;
        yield end > from && digits(t, from, end - from, hex ? 16 : 10) ? end + 1 - i : 0;
      }
    };
  }

  private static int value(String t, int i, int n, Way way) {
    return switch (way) {
      case PERCENT -> Integer.parseInt(t, i + 1, i + n, 16);
      case BACKSLASH ->
          t.charAt(i + 1) == 'x'
              ? Integer.parseInt(t, i + 2, i + n, 16)
              : t.charAt(i + 1) == 'u'
                  ? Integer.parseInt(t, i + 4, i + n, 16)
                  : Integer.parseInt(t, i + 1, i + n, 8);
      case ENTITY ->
          t.charAt(i + 2) == 'x'
              ? Integer.parseInt(t, i + 3, i + n - 1, 16)
              : Integer.parseInt(t, i + 2, i + n - 1, 10);
    };
  }

  private static boolean digits(String t, int from, int n, int radix) {
    if (from + n > t.length()) {
      return false;
    }
    for (int i = from; i < from + n; i++) {
      if (Character.digit(t.charAt(i), radix) < 0) {
        return false;
      }
    }
    return true;
  }
}
