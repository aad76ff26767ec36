package dev.tidegate.schema.format;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.regex.Pattern;

/** The {@code format}s that the API server checks; one it does not know constrains nothing. */
public final class Formats {
  private static final Pattern DURATION =
      Pattern.compile(
          "[+-]?(0|(\\d+(\\.\\d*)?|\\.\\d+)\\s*(ns|us|\u00b5s|\u03bcs|ms|s|m|h|d|w|[a-z]{3,12}))(.*)");
  private static final Pattern PERCENT = Pattern.compile("\\d+%");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}");
  private static final Pattern HOST =
      Pattern.compile("[a-zA-Z0-9_]([-a-zA-Z0-9_]*[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_-]+)*\\.?");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

  private Formats() {}

  /** Why the text is not of the format; empty where it is, or where nobody checks it. */
  public static String fault(String format, String text) {
    return switch (format) {
      case "dns-label" -> Names.label(text);
      case "dns-subdomain" -> Names.subdomain(text);
      case "port-name" -> Names.port(text);
      case "label-value" -> Names.labelValue(text);
      case "cron" -> CronSchedule.fault(text);
      default -> isSound(format, text) ? "" : "is not " + spoken(format);
    };
  }

  private static boolean isSound(String format, String text) {
    return switch (format) {
      case "quantity" -> Quantity.isQuantity(text);
      case "int-or-percent" -> PERCENT.matcher(text).matches();
      case "absolute-path" -> text.startsWith("/") || text.matches("[A-Za-z]:[\\\\/].*");
      case "time-zone" -> CronSchedule.isTimeZone(text);
      case "port" -> text.matches("\\d+") ? false : Names.port(text).isEmpty();
      case "date-time", "datetime" -> isInstant(text);
      case "date" -> isDate(text);
      case "duration" -> DURATION.matcher(text).matches();
      case "byte" -> isBase64(text);
      case "ipv4" -> IPV4.matcher(text).matches();
      case "ipv6" -> IPV6.matcher(text).matches();
      case "cidr" -> isCidr(text);
      case "uuid", "uuid3", "uuid4", "uuid5" -> UUID.matcher(text).matches();
      case "hostname" -> text.length() <= 255 && HOST.matcher(text).matches();
      case "email" -> EMAIL.matcher(text).matches();
      case "uri" -> isUri(text);
      default -> true;
    };
  }

  private static String spoken(String format) {
    return switch (format) {
      case "quantity" -> "a quantity such as 500m, 64Mi or 1.5";
      case "date-time", "datetime" -> "a time such as 2026-01-31T12:00:00Z";
      case "date" -> "a date such as 2026-01-31";
      case "duration" -> "a duration such as 30s or 1h30m";
      case "byte" -> "base64";
      case "int-or-percent" -> "a whole number or a percentage such as 25%";
      case "port" -> "a port's number without quotes, or a port's name";
      case "time-zone" -> "a time zone such as Europe/Berlin";
      case "absolute-path" -> "an absolute path";
      case "cidr" -> "an address range such as 10.0.0.0/8";
      case "ipv4", "ipv6" -> "an address (" + format + ")";
      default -> "of the format " + format;
    };
  }

  private static boolean isCidr(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
      return false;
    }
    String address = text.substring(0, slash);
    int bits = Integer.parseInt(text.substring(slash + 1));
    return (IPV4.matcher(address).matches() && bits <= 32)
        || (IPV6.matcher(address).matches() && bits <= 128);
  }

  private static boolean isInstant(String text) {
    try {
      OffsetDateTime.parse(text.replace(' ', 'T'));
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static boolean isBase64(String text) {
    try {
      String bare = text.replace("\n", "").replace("\r", "");
      Base64.getDecoder().decode(bare);
      return bare.length() % 4 == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isUri(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
