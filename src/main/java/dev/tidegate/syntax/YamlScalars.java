package dev.tidegate.syntax;

import java.util.regex.Pattern;

/**
 * What a plain scalar means to Kubernetes, whose reader (sigs.k8s.io/yaml on go-yaml v2) knows YAML
 * 1.1 booleans and Go's integer literals ({@code 0644}, {@code 0o644}, {@code 0x1F}, {@code 0b1},
 * {@code 1_000}), but neither base 60 ({@code 12:30} is text) nor, for untyped targets, timestamps.
 */
final class YamlScalars {
  private static final Pattern DECIMAL_FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern DOT_FLOAT = Pattern.compile("\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?");
  private static final Pattern INTEGER =
      Pattern.compile(
          "[-+]?(0|[1-9][0-9]*|0[oO]?[0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+)", Pattern.DOTALL);
  private static final int LONGEST_NUMBER = 400;

  private YamlScalars() {}

  static YamlNode.Type resolve(String text) {
    if (text.isEmpty()) {
      return YamlNode.Type.NULL;
    }
    char first = text.charAt(0);
    if ((first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.') {
      return number(text);
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> YamlNode.Type.NULL;
      case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" ->
          YamlNode.Type.BOOLEAN;
      case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" ->
          YamlNode.Type.BOOLEAN;
      default -> YamlNode.Type.STRING;
    };
  }

  private static YamlNode.Type number(String text) {
    if (text.length() > LONGEST_NUMBER) {
      return YamlNode.Type.STRING;
    }
    String plain = text.indexOf('_') < 0 ? text : text.replace("_", "");
    if (INTEGER.matcher(plain).matches()) {
      return YamlNode.Type.INTEGER;
    }
    if ((DECIMAL_FLOAT.matcher(plain).matches() && finite(plain))
        || (text.charAt(0) == '.' && DOT_FLOAT.matcher(text).matches())) {
      return YamlNode.Type.FLOAT;
    }
    return switch (text) {
      case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF" -> YamlNode.Type.FLOAT;
      case "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF" -> YamlNode.Type.FLOAT;
      default -> YamlNode.Type.STRING;
    };
  }

  /** Go refuses a float out of range, which leaves the text. */
  private static boolean finite(String plain) {
    return Double.isFinite(Double.parseDouble(plain));
  }
}
