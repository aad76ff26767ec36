package dev.tidegate.scan.harmless;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that tell how tests ended: {@code PASS: name (0.1s)}, as automake, DejaGnu, go test and
 * many scripts write them. {@code PASS} is no key there, and what follows no password.
 */
public final class TestLog {
  private static final String WORDS =
      "(?:[XK]?PASS(?:ED)?|[XK]?FAIL(?:ED)?|SKIP(?:PED)?|ERROR|UNRESOLVED|UNTESTED|UNSUPPORTED)";

  private static final Pattern RESULT =
      Pattern.compile(
          "(?:[ \\t>|#*]{0,40}|.{0,200}[\"'`])(?:--- |=== )?\\[?(?<word>"
              + WORDS
              + ")]?[ \\t]{0,6}:[ \\t]");
  private static final Pattern NEIGHBOUR =
      Pattern.compile(
          "(?m)^[ \\t>|#*]{0,40}(?:(?:--- |=== )?\\[?"
              + WORDS
              + "]?[ \\t]{0,6}:[ \\t]|=== RUN |(?:not )?ok [ \\t]*[0-9a-z]|# (?:TOTAL|PASS):|PASS$)");
  private static final Pattern DURATION =
      Pattern.compile("[ \\t]{1,20}[(\\[][0-9.]{1,12} ?(?:[num]?s|sec(?:onds)?|m)[)\\]]");

  /**
   * How a test is called, and no password: {@code gcc.dg/a.c}, {@code Foo::bar}, {@code test_x}.
   */
  private static final Pattern NAME =
      Pattern.compile("(?i)[a-z0-9_.:/#-]*(?:test[s_:/.-]|_test|::|/)[a-z0-9_.:/#-]*[a-z]");

  private static final int LOOK = 300;

  private TestLog() {}

  /**
   * True where the value stands in a result's line and is no more than a name there.
   *
   * @param key where the name before the value starts
   * @param from where the value starts, which is in no quotes
   * @param to where it ends
   */
  public static boolean result(String text, int key, int from, int to) {
    boolean passed = text.startsWith("PASS: ", key) || text.startsWith("PASS]: ", key);
    if (passed && DURATION.matcher(text).region(to, text.length()).lookingAt()) {
      return true;
    }
    int line = start(text, key);
    Matcher m = RESULT.matcher(text).region(line, Math.min(text.length(), from + 1));
    if (!m.lookingAt()) {
      return false;
    }
    String value = text.substring(from, to);
    if (m.start("word") != key) {
      return m.end() <= key && !Drawn.random(value);
    }
    return text.startsWith("--- ", key - 4)
        || NAME.matcher(value).matches()
        || (!Drawn.random(value) && amongResults(text, line, to));
  }

  private static boolean amongResults(String text, int line, int to) {
    int end = text.indexOf('\n', to);
    Matcher before = NEIGHBOUR.matcher(text.substring(Math.max(0, line - LOOK), line));
    return before.find()
        || (end >= 0
            && NEIGHBOUR
                .matcher(text.substring(end + 1, Math.min(text.length(), end + LOOK)))
                .find());
  }

  private static int start(String text, int at) {
    int start = at;
    while (start > 0 && at - start < LOOK && text.charAt(start - 1) != '\n') {
      start--;
    }
    return start;
  }
}
