package dev.tidegate.manifest.program;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ruby's {@code %x(...)} and Perl's {@code qx{...}} with their kin.
 *
 * @param operator without Ruby's per cent
 * @param from offset of the content
 * @param to offset behind it
 */
record Quoting(String operator, int from, int to) {
  private static final Pattern RUBY = Pattern.compile("%([qQwWiIxrs]?)(?=[(\\[{<|!/])");
  private static final Pattern PERL =
      Pattern.compile("(q|qq|qw|qx|qr|m)(?:\\s*(?=[{(\\[])|(?=[</|!#~^]))");
  private static final int LONGEST = 4_000;

  static Optional<Quoting> at(String text, int at, Language language) {
    char c = text.charAt(at);
    boolean ruby = language == Language.RUBY;
    boolean inWord =
        at > 0 && (Character.isLetterOrDigit(before(text, at)) || isName(before(text, at)));
    if (inWord || (ruby ? c != '%' : c != 'q' && c != 'm')) {
      return Optional.empty();
    }
    Matcher head = (ruby ? RUBY : PERL).matcher(text).region(at, text.length());
    head.useTransparentBounds(true);
    if (!head.lookingAt()) {
      return Optional.empty();
    }
    char open = text.charAt(head.end());
    boolean bracket = "([{<".indexOf(open) >= 0;
    if (ruby && head.group(1).isEmpty() && (!bracket || open == '<')) {
      return Optional.empty();
    }
    int close = close(text, head.end(), open, bracket ? ")]}>".charAt("([{<".indexOf(open)) : open);
    return close < 0
        ? Optional.empty()
        : Optional.of(new Quoting(head.group(1), head.end() + 1, close));
  }

  private static char before(String text, int at) {
    return text.charAt(at - 1);
  }

  private static boolean isName(char c) {
    return "_$@%&>-:.".indexOf(c) >= 0;
  }

  private static int close(String text, int from, char open, char close) {
    int depth = 0;
    for (int i = from; i < Math.min(text.length(), from + LONGEST); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == close && i > from && --depth <= 0) {
        return i;
      } else if (c == open) {
        depth++;
      }
    }
    return -1;
  }

  /** Offset behind the closing delimiter. */
  int end() {
    return to + 1;
  }

  boolean runs() {
    return operator.endsWith("x");
  }

  /** True for a string; false for a regular expression and a list of words. */
  boolean isText() {
    return runs() || !operator.matches("qw|[wWiIrms]|qr");
  }
}
