package dev.tidegate.scan.text;

import java.util.regex.Pattern;

/** Where a space alone parts a name from its value: {@code --password x}, {@code ENV NAME x}. */
public final class Spaces {
  /** {@code -Password VMware1!}, as PowerShell has it; a word alone is prose. */
  private static final Pattern SINGLE_DASH = Pattern.compile("-[A-Za-z]{0,20}[Pp]assw(?:or)?d");

  private static final Pattern DIGIT_AHEAD =
      Pattern.compile(" {1,3}[\"']?(?![$%<{(])[^\\s\"'0-9]{0,40}[0-9][^\\s]{0,40}");

  /** {@code password 'x'}, which Gradle's language has, and nothing else in the line. */
  private static final Pattern WHOLE_LINE =
      Pattern.compile(" {1,3}(?:\"[^\"\\s]{4,200}\"|'[^'\\s]{4,200}');?[ \\t\\r]{0,8}(?:\\n|$)");

  private static final int LONGEST_LOOK = 300;

  private Spaces() {}

  /**
   * True where the space behind the name parts it from a value.
   *
   * @param from where the name starts
   * @param to where it ends
   */
  public static boolean separate(String text, int from, int to, String key) {
    if (key.startsWith("-")) {
      return key.startsWith("--")
          || (SINGLE_DASH.matcher(key).matches()
              && DIGIT_AHEAD.matcher(text).region(to, text.length()).lookingAt());
    }
    int line = lineStart(text, from);
    String before = text.substring(line, from).strip();
    return before.equals("ENV")
        || before.equals("ARG")
        || before.equals("setenv")
        || before.equals("set")
        || (before.isEmpty() && WHOLE_LINE.matcher(text).region(to, text.length()).lookingAt());
  }

  /** Where the line starts, or a bounded way back in a very long one. */
  public static int lineStart(String text, int from) {
    int at = from;
    while (at > 0 && from - at < LONGEST_LOOK && text.charAt(at - 1) != '\n') {
      at--;
    }
    return at;
  }
}
