package dev.tidegate.schema.format;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' quantities: {@code 500m}, {@code 64Mi}, {@code 1.5}, {@code 1e3}. */
public final class Quantity {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,3})?");
  private static final int LONGEST = 80;

  private Quantity() {}

  public static boolean isQuantity(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** The amount; empty where the text is no quantity. */
  public static Optional<BigDecimal> amount(String text) {
    Matcher m = FORM.matcher(text);
    if (text.length() > LONGEST || !m.matches()) {
      return Optional.empty();
    }
    String suffix = m.group(2) == null ? "" : m.group(2);
    BigDecimal number = new BigDecimal(m.group(1).replaceFirst("\\.$", ""));
    return Optional.of(number.multiply(factor(suffix)));
  }

  private static BigDecimal factor(String suffix) {
    if (suffix.endsWith("i")) {
      return BigDecimal.valueOf(1024).pow("KMGTPE".indexOf(suffix.charAt(0)) + 1);
    }
    return switch (suffix) {
      case "" -> BigDecimal.ONE;
      case "n" -> BigDecimal.ONE.scaleByPowerOfTen(-9);
      case "u" -> BigDecimal.ONE.scaleByPowerOfTen(-6);
      case "m" -> BigDecimal.ONE.scaleByPowerOfTen(-3);
      case "k" -> BigDecimal.ONE.scaleByPowerOfTen(3);
      case "M" -> BigDecimal.ONE.scaleByPowerOfTen(6);
      case "G" -> BigDecimal.ONE.scaleByPowerOfTen(9);
      case "T" -> BigDecimal.ONE.scaleByPowerOfTen(12);
      case "P" -> BigDecimal.ONE.scaleByPowerOfTen(15);
      case "E" -> BigDecimal.ONE.scaleByPowerOfTen(18);
      default -> BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
    };
  }
}
