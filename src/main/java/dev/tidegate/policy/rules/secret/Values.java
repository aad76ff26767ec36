package dev.tidegate.policy.rules.secret;

import java.util.regex.Pattern;

/** What may stand in a Secret without being secret. */
final class Values {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?s)\\s*|.*\\{\\{.*\\}\\}.*|\\s*(?:\\$\\{[^}]*\\}|\\$\\([^)]*\\)|\\$[A-Za-z_]\\w*|<path:.*>|ENC\\[.*|"
              + "ref\\+.*|vault:.*|op://.*|\\$\\{ENC\\[.*)\\s*");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?is).*(?:change[-_ ]?me|replace[-_ ]?(?:me|this|with)|place[-_ ]?holder|your[-_ ]|example|todo|"
              + "dummy|redacted|fill[-_ ]?(?:me|in)|xxxx).*|\\s*<[^<>]+>\\s*|x+|\\*+|\\.+");

  private Values() {}

  /** Empty, a template or a reference that something else fills in. */
  static boolean reference(String value) {
    return REFERENCE.matcher(value).matches();
  }

  static boolean placeholder(String value) {
    return value.length() < 200 && PLACEHOLDER.matcher(value).matches();
  }
}
