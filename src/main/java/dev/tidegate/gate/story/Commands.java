package dev.tidegate.gate.story;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people may ask for in a comment: a line that begins with {@code /tidegate}. */
final class Commands {
  private static final Pattern LINE =
      Pattern.compile(
          "^/tidegate[ \\t]+([a-z-]{1,30})[ \\t]*$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private Commands() {}

  /** The first command of a comment, in lower case, if there is one. */
  static Optional<String> in(String body) {
    Matcher m = LINE.matcher(body.replace("\r\n", "\n"));
    return m.find() ? Optional.of(m.group(1).toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  static boolean isRecheck(String body) {
    return in(body).filter("recheck"::equals).isPresent();
  }
}
