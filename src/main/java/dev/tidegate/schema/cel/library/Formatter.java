package dev.tidegate.schema.cel.library;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Texts made of values, {@code '%s is %d'.format([self.name, 3])}, and Kubernetes' named formats.
 */
final class Formatter {
  private static final int DEFAULT_DIGITS = 6;
  private static final int MOST_DIGITS = 100;

  private Formatter() {}

  static String format(String text, List<?> values) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      int digits = -1;
      if (text.startsWith(".", i)) {
        int start = ++i;
        while (i < text.length() && Character.isDigit(text.charAt(i))) {
          i++;
        }
        digits = start == i || i - start > 3 ? -1 : Integer.parseInt(text.substring(start, i));
        if (digits < 0 || digits > MOST_DIGITS) {
          throw new IllegalArgumentException("a precision in the format is no number up to 100");
        }
      }
      char verb = i < text.length() ? text.charAt(i++) : ' ';
      if (verb == '%') {
        out.append('%');
        continue;
      }
      if (next == values.size()) {
        throw new IllegalArgumentException("the format has more places than there are values");
      }
      String one = one(verb, values.get(next++), digits);
      Allowance.charge(1 + one.length() / 4);
      out.append(one);
    }
    return out.toString();
  }

  private static String one(char verb, Object value, int digits) {
    int places = digits < 0 ? DEFAULT_DIGITS : digits;
    return switch (verb) {
      case 's' -> value instanceof String text ? text : plain(value);
      case 'd' -> value instanceof Double d && d.isInfinite() ? plain(d) : whole(value, 10);
      case 'f' -> fixed(value, places);
      case 'e' -> String.format(Locale.ROOT, "%." + places + "e", ((Number) value).doubleValue());
      case 'b' -> value instanceof Boolean b ? (b ? "1" : "0") : whole(value, 2);
      case 'o' -> whole(value, 8);
      case 'x' -> hex(value);
      case 'X' -> hex(value).toUpperCase(Locale.ROOT);
      default -> throw new IllegalArgumentException("the format has an unknown verb %" + verb);
    };
  }

  private static String hex(Object value) {
    return value instanceof String text
        ? HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8))
        : whole(value, 16);
  }

  private static String whole(Object value, int radix) {
    if (value instanceof Double) {
      throw new IllegalArgumentException("the format wants a whole number");
    }
    return Long.toString(((Number) value).longValue(), radix);
  }

  private static String fixed(Object value, int places) {
    double number = ((Number) value).doubleValue();
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale(places, RoundingMode.HALF_EVEN).toPlainString()
        : plain(number);
  }

  private static String plain(Object value) {
    Allowance.charge(1);
    return switch (value) {
      case Double d when d.isNaN() -> "NaN";
      case Double d when d.isInfinite() -> d > 0 ? "Infinity" : "-Infinity";
      case Double d -> new BigDecimal(d.toString()).stripTrailingZeros().toPlainString();
      case List<?> list ->
          list.stream().map(Formatter::nested).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> nested(e.getKey()) + ": " + nested(e.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString().equals("NULL_VALUE") ? "null" : value.toString();
    };
  }

  private static String nested(Object value) {
    String text =
        value instanceof String s
            ? "\"" + s + "\""
            : value instanceof Double ? fixed(value, DEFAULT_DIGITS) : plain(value);
    Allowance.charge(text.length() / 4);
    return text;
  }
}
