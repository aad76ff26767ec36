package dev.tidegate.scan.echo;

import dev.tidegate.scan.harmless.Drawn;
import dev.tidegate.scan.harmless.Harmless;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one judgement found to be secret, and where it was said already. Thread-safe. Short, common
 * or readable values are left out: they stand in other places by chance.
 */
public final class Known {
  /** More values than these are not looked for: the change is refused for the first ones anyway. */
  static final int MOST = 1_000;

  private static final int MOST_PLACES = 100_000;
  private static final int LONGEST = 12_000;
  private static final int SHORTEST_TOKEN = 16;
  private static final int SHORTEST_VALUE = 10;
  private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]+");

  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final Set<String> told = new HashSet<>();
  private final boolean lines;
  private @Nullable Echoes echoes;

  private Known(boolean lines) {
    this.lines = lines;
  }

  /** For one change: a line that was not told counts, also in a file that was. */
  public static Known byLine() {
    return new Known(true);
  }

  /** For a history: a file or text is told once for each value. */
  public static Known byPlace() {
    return new Known(false);
  }

  /**
   * A value and how it is spoken of.
   *
   * @param needles what is looked for: one of them is enough
   * @param apart true where letters or digits beside it make it another word
   */
  record Secret(
      int id, String value, String detector, String title, List<String> needles, boolean apart) {}

  /**
   * Takes a value into account, if it is one that stands nowhere by chance.
   *
   * @param sure true where its shape alone makes it a secret
   */
  public synchronized void confirm(String detector, String title, boolean sure, String value) {
    String v = value.strip();
    if (secrets.size() >= MOST || secrets.containsKey(v)) {
      return;
    }
    boolean key = detector.equals("private-key");
    List<String> needles = key ? KeyBody.needles(v) : telling(v, sure) ? List.of(v) : List.of();
    if (!needles.isEmpty()) {
      secrets.put(v, new Secret(secrets.size(), v, detector, title, needles, !key));
      echoes = null;
    }
  }

  private static boolean telling(String v, boolean sure) {
    boolean drawn =
        sure
            ? v.length() >= SHORTEST_TOKEN && Drawn.entropy(v) >= 2.5
            : v.length() >= SHORTEST_VALUE && Drawn.random(v) && Drawn.entropy(v) >= 2.9;
    return drawn && v.length() <= LONGEST && PLAIN.matcher(v).matches() && !Harmless.value(v);
  }

  /**
   * A finding says so already.
   *
   * @param place a path or a commit
   * @param line 0: all of it, for what has several lines
   */
  public synchronized void told(String place, int line, String value) {
    if (told.size() < MOST_PLACES && value.length() <= LONGEST) {
      told.add(where(value.strip(), place, line));
    }
  }

  synchronized boolean tells(String value, String place, int line) {
    return told.contains(where(value, place, line)) || told.contains(where(value, place, 0));
  }

  private String where(String value, String place, int line) {
    return (lines ? line : 0) + " " + place + "\n" + value;
  }

  /** True where encodings in plain text are worth opening: for one change they are. */
  boolean deep() {
    return lines;
  }

  /** False where nothing is to be looked for. */
  public synchronized boolean any() {
    return !secrets.isEmpty();
  }

  /** A search for all that is known by now. */
  public synchronized Echoes echoes() {
    Echoes made = echoes;
    if (made == null) {
      made = new Echoes(this, new ArrayList<>(secrets.values()));
      echoes = made;
    }
    return made;
  }

  @Override
  public synchronized String toString() {
    return "Known[" + secrets.size() + " values]";
  }
}
