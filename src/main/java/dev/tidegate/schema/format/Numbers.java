package dev.tidegate.schema.format;

import java.math.BigInteger;
import java.util.Locale;

/** Numbers and booleans as Kubernetes' YAML reader takes them: Go's literals, YAML 1.1's words. */
public final class Numbers {
  private Numbers() {}

  public static boolean isTrue(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> true;
      default -> false;
    };
  }

  /** A scalar of type INTEGER: decimal, {@code 0644}, {@code 0o644}, {@code 0x1F}, {@code 0b1}. */
  public static BigInteger integer(String text) {
    String t = text.indexOf('_') < 0 ? text : text.replace("_", "");
    boolean minus = t.startsWith("-");
    String digits = minus || t.startsWith("+") ? t.substring(1) : t;
    BigInteger value;
    if (digits.length() < 2 || digits.charAt(0) != '0') {
      value = new BigInteger(digits);
    } else {
      value =
          switch (Character.toLowerCase(digits.charAt(1))) {
            case 'x' -> new BigInteger(digits.substring(2), 16);
            case 'b' -> new BigInteger(digits.substring(2), 2);
            case 'o' -> new BigInteger(digits.substring(2), 8);
            default -> new BigInteger(digits, 8);
          };
    }
    return minus ? value.negate() : value;
  }

  /** A scalar of type FLOAT. */
  public static double real(String text) {
    String t = text.replace("_", "").toLowerCase(Locale.ROOT);
    return switch (t) {
      case ".nan" -> Double.NaN;
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(t);
    };
  }
}
