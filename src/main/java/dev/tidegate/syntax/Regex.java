package dev.tidegate.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Compiles patterns that somebody else wrote, in RE2's syntax, so that matching takes linear time.
 *
 * <p>RE2/J 1.8 never ends over nine old Cyrillic letters from U+1C80 on where letter case is
 * ignored: the two tables that it goes back and forth between disagree about them. Such a pattern,
 * and any that could come by one of them in a range, is refused. So is one whose repetitions
 * multiply to more than 1,000, as in Go, or that becomes too large altogether.
 */
public final class Regex {
  private static final int FIRST = 0x1C80;
  private static final int MOST_REPEATS = 1_000;
  private static final int MOST_STEPS = 100_000;
  private static final java.util.regex.Pattern FOLDS =
      java.util.regex.Pattern.compile("\\(\\?[a-zA-Z]*i");
  private static final java.util.regex.Pattern ESCAPED =
      java.util.regex.Pattern.compile(
          "\\\\+(?:x\\{0*(?:1[cC][89a-fA-F][0-9a-fA-F]|1[d-fD-F][0-9a-fA-F]{2}|[2-9a-fA-F][0-9a-fA-F]{3}|[0-9a-fA-F]{5,})"
              + "|u1[cC]8[0-8])");

  private Regex() {}

  /** Throws PatternSyntaxException for what is no pattern, would not end or grows too large. */
  public static Pattern compile(String pattern) {
    if (endless(pattern)) {
      throw new PatternSyntaxException(
          "letters from U+1C80 on in a pattern that ignores letter case", "(?i)");
    }
    Expansion expansion = Expansion.of(pattern);
    if (expansion.repeats() > MOST_REPEATS) {
      throw new PatternSyntaxException("repetitions that multiply to more than 1,000", "{...}");
    }
    if (expansion.steps() > MOST_STEPS) {
      throw new PatternSyntaxException("a pattern of more than 100,000 steps", "...");
    }
    return Pattern.compile(pattern);
  }

  /** How much there is to do at most: the pattern's steps for each character of the text. */
  public static long work(Pattern pattern, String text) {
    return (text.length() + 1L) * pattern.programSize();
  }

  /** True for a pattern, or a text that holds one, that RE2/J may never be done with. */
  public static boolean endless(String pattern) {
    return FOLDS.matcher(pattern).find()
        && (pattern.codePoints().anyMatch(c -> c >= FIRST) || ESCAPED.matcher(pattern).find());
  }
}
