package dev.tidegate.schema.shape;

import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.schema.format.Formats;
import dev.tidegate.schema.format.Numbers;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Single values against a schema. No sentence quotes a value. */
final class Scalars {
  private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
  private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
  private static final int MAX_WORDS = 12;

  private Scalars() {}

  static boolean fits(Scalar s, Node schema) {
    return switch (s.type()) {
      case STRING -> schema.allows(Node.STRING);
      case BOOLEAN -> schema.allows(Node.BOOLEAN);
      case INTEGER -> schema.allows(Node.INTEGER | Node.NUMBER);
      case FLOAT ->
          schema.allows(Node.NUMBER) || (schema.allows(Node.INTEGER) && isWhole(s.text()));
      case NULL -> schema.types() == 0;
    };
  }

  private static boolean isWhole(String text) {
    double value = Numbers.real(text);
    return value == Math.rint(value) && Math.abs(value) < 1e15;
  }

  /** What is wrong with a value of the right type; empty where nothing is. */
  static String fault(Scalar s, Node schema) {
    Bounds bounds = schema.bounds();
    if (bounds.isNone()) {
      return "";
    }
    if (!bounds.words().isEmpty() && !bounds.words().contains(s.text())) {
      return "is none of " + words(bounds);
    }
    return s.type() == YamlNode.Type.STRING ? textFault(s.text(), bounds) : numberFault(s, bounds);
  }

  private static String textFault(String text, Bounds bounds) {
    long length = text.codePointCount(0, text.length());
    if (bounds.minLength() >= 0 && length < bounds.minLength()) {
      return length == 0 ? "is empty" : "is shorter than " + bounds.minLength() + " characters";
    }
    if (bounds.maxLength() >= 0 && length > bounds.maxLength()) {
      return "is longer than " + bounds.maxLength() + " characters";
    }
    if (bounds.pattern() != null && !Allowance.finds(bounds.pattern(), text)) {
      return "does not match " + bounds.pattern().pattern();
    }
    return bounds.format().isEmpty() ? "" : Formats.fault(bounds.format(), text);
  }

  private static String numberFault(Scalar s, Bounds bounds) {
    if (s.type() == YamlNode.Type.BOOLEAN) {
      return "";
    }
    double value;
    if (s.type() == YamlNode.Type.INTEGER) {
      BigInteger whole = Numbers.integer(s.text());
      if (whole.bitLength() > 63
          || (bounds.format().equals("int32")
              && (whole.compareTo(INT_MAX) > 0 || whole.compareTo(INT_MIN) < 0))) {
        return "is out of range";
      }
      value = whole.doubleValue();
    } else {
      value = Numbers.real(s.text());
    }
    if (value < bounds.min() || (bounds.aboveMin() && value == bounds.min())) {
      return "must be " + (bounds.aboveMin() ? "above " : "at least ") + number(bounds.min());
    }
    if (value > bounds.max() || (bounds.belowMax() && value == bounds.max())) {
      return "must be " + (bounds.belowMax() ? "below " : "at most ") + number(bounds.max());
    }
    double step = bounds.multipleOf();
    if (step > 0 && Math.abs(value / step - Math.rint(value / step)) > 1e-9) {
      return "must be a multiple of " + number(step);
    }
    return "";
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String words(Bounds bounds) {
    List<String> words = bounds.words();
    return words.size() <= MAX_WORDS
        ? String.join(", ", words)
        : String.join(", ", words.subList(0, MAX_WORDS))
            + " and "
            + (words.size() - MAX_WORDS)
            + " more";
  }

  static String remedy(Node schema) {
    Bounds bounds = schema.bounds();
    return bounds.words().isEmpty()
        ? "Correct the value."
        : "Write one of " + words(bounds) + "; letter case counts.";
  }

  static String advice(Scalar s, Node schema) {
    if (schema.allows(Node.STRING) && s.type() != YamlNode.Type.NULL) {
      return "Put the value in quotes.";
    }
    if (s.type() == YamlNode.Type.STRING && !s.plain() && schema.types() != Node.OBJECT) {
      return "Write it without quotes, as " + spoken(schema.types()) + ".";
    }
    return "Write " + spoken(schema.types()) + ".";
  }

  /** What tells an item of a list apart; empty where that cannot be said. */
  static List<String> identity(YamlNode item, List<String> keys, Node items) {
    if (keys.isEmpty()) {
      return item instanceof Scalar s ? List.of(s.text()) : List.of();
    }
    List<String> identity = new ArrayList<>();
    for (String key : keys) {
      Optional<String> value = item.text(key);
      Node property = items.properties().get(key);
      String preset = property == null ? null : property.preset();
      if (value.isEmpty() && preset == null) {
        return List.of();
      }
      identity.add(value.orElseGet(() -> preset == null ? "" : preset.replace("\"", "")));
    }
    return identity;
  }

  static String spoken(int types) {
    List<String> names = new ArrayList<>();
    String[] all = {"text", "an integer", "a number", "true or false", "a map", "a list"};
    for (int i = 0; i < all.length; i++) {
      if ((types & (1 << i)) != 0) {
        names.add(all[i]);
      }
    }
    return names.isEmpty() ? "anything" : String.join(" or ", names);
  }

  static String spoken(Scalar s) {
    return switch (s.type()) {
      case STRING -> "text";
      case INTEGER -> "an integer";
      case FLOAT -> "a number";
      case BOOLEAN -> "true or false (unquoted yes, no, on, off, y and n are booleans too)";
      case NULL -> "empty";
    };
  }
}
