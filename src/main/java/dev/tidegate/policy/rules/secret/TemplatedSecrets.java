package dev.tidegate.policy.rules.secret;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds Secrets in text that is no YAML, such as a Helm template: line by line, as far as it goes.
 */
final class TemplatedSecrets {
  private static final Pattern KIND =
      Pattern.compile(
          "(?im)^[ \\t-]*[\"']?kind[\"']?[ \\t]*:[ \\t]*[\"']?Secret[\"']?[ \\t\\r]*,?$");
  private static final Pattern DATA =
      Pattern.compile("^([ \\t]*)(?:data|stringData)[ \\t]*:[ \\t]*\\r?$");
  private static final Pattern ENTRY =
      Pattern.compile("^([ \\t]*)[\"']?([A-Za-z0-9._-]+)[\"']?[ \\t]*:[ \\t]*(.*?)[ \\t\\r]*$");
  private static final Pattern NAME =
      Pattern.compile("(?m)^[ \\t]+name:[ \\t]*([A-Za-z0-9._-]+)[ \\t\\r]*$");

  private TemplatedSecrets() {}

  static List<KubernetesSecrets.Secret> in(String text) {
    List<KubernetesSecrets.Secret> found = new ArrayList<>();
    int line = 1;
    for (String document : text.split("(?m)^---", -1)) {
      Matcher kind = KIND.matcher(document);
      if (kind.find()) {
        List<String> keys = keys(document);
        if (!keys.isEmpty()) {
          Matcher name = NAME.matcher(document);
          int at =
              line
                  + (int)
                      document.substring(0, kind.start()).chars().filter(c -> c == '\n').count();
          found.add(
              new KubernetesSecrets.Secret(
                  name.find() ? name.group(1) : "unnamed",
                  "",
                  "Opaque",
                  keys,
                  false,
                  false,
                  at,
                  1,
                  List.of()));
        }
      }
      line += (int) document.chars().filter(c -> c == '\n').count();
    }
    return found;
  }

  private static List<String> keys(String document) {
    List<String> keys = new ArrayList<>();
    int indent = -1;
    for (String line : document.lines().toList()) {
      Matcher data = DATA.matcher(line);
      if (data.matches()) {
        indent = data.group(1).length();
        continue;
      }
      Matcher entry = ENTRY.matcher(line);
      if (indent >= 0 && entry.matches()) {
        if (entry.group(1).length() <= indent) {
          indent = -1;
          continue;
        }
        String value = entry.group(3).replaceAll("^[\"']|[\"']$", "");
        boolean block = value.matches("[|>][-+0-9]*");
        if (!block
            && !Values.reference(value)
            && !Values.placeholder(value)
            && !value.startsWith("#")) {
          keys.add(entry.group(2));
        }
      }
    }
    return keys;
  }

  /** What may stand in a Secret without being secret. */
  static final class Values {
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
}
