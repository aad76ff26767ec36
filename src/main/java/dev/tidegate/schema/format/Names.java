package dev.tidegate.schema.format;

import java.util.regex.Pattern;

/** Names as Kubernetes takes them. Each method says what is wrong; empty where nothing is. */
public final class Names {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PORT = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern KEY = Pattern.compile("(?!\\.\\.|\\.$)[-._a-zA-Z0-9]+");

  private Names() {}

  /** A DNS label, such as a container's name. */
  public static String label(String text) {
    return text.length() <= 63 && LABEL.matcher(text).matches()
        ? ""
        : "must be at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends";
  }

  /** A DNS name, such as most objects' names. */
  public static String subdomain(String text) {
    return text.length() <= 253 && SUBDOMAIN.matcher(text).matches()
        ? ""
        : "must be at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends";
  }

  /** A port's name. */
  public static String port(String text) {
    return text.length() <= 15 && PORT.matcher(text).matches()
        ? ""
        : "must be at most 15 lower-case letters, digits and single dashes, with at least one letter";
  }

  /** A label's value. */
  public static String labelValue(String text) {
    return text.isEmpty() || (text.length() <= 63 && QUALIFIED.matcher(text).matches())
        ? ""
        : "must be at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends";
  }

  /** The key of a label or annotation: a name, with a DNS name and a slash before it or without. */
  public static String qualified(String text) {
    int slash = text.indexOf('/');
    String name = text.substring(slash + 1);
    boolean prefix = slash < 0 || subdomain(text.substring(0, slash)).isEmpty();
    return prefix && name.length() <= 63 && QUALIFIED.matcher(name).matches()
        ? ""
        : "must be a name of at most 63 letters, digits, dashes, underscores and dots, after a DNS name and one slash or alone";
  }

  /** A key of a ConfigMap or Secret. */
  public static String dataKey(String text) {
    return text.length() <= 253 && KEY.matcher(text).matches()
        ? ""
        : "must be at most 253 letters, digits, dashes, underscores and dots, and not start with two dots";
  }

  /** A segment of a URL's path, such as a Role's name. */
  public static String pathSegment(String text) {
    return text.matches("\\.\\.?|.*[/%].*") ? "must not be . or .. nor contain / or %" : "";
  }
}
