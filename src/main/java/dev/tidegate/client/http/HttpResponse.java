package dev.tidegate.client.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, whatever its status.
 *
 * @param uri where it came from, after redirects within the same origin
 * @param headers names in lower case
 * @param body decompressed, at most the client's limit
 */
public record HttpResponse(URI uri, int status, Map<String, List<String>> headers, byte[] body) {
  private static final int EXCERPT = 200;

  public boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.stream().findFirst();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** True where the sender calls the body JSON; an error page of a proxy does not. */
  public boolean isJson() {
    String type = header("content-type").orElse("").toLowerCase(Locale.ROOT);
    return type.startsWith("application/json")
        || (type.startsWith("application/") && type.contains("+json"));
  }

  /** How long the sender asks us to stay away: {@code Retry-After} in seconds or as a date. */
  public Optional<Duration> retryAfter(Clock clock) {
    Optional<String> header = header("retry-after").map(String::strip);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header.get())).abs());
    } catch (NumberFormatException e) {
      return date(header.get(), clock);
    }
  }

  private static Optional<Duration> date(String text, Clock clock) {
    try {
      ZonedDateTime when = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), when.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A short printable beginning of the body for a message: one line, tags of a page left out. */
  public String excerpt() {
    String plain =
        text()
            .replaceAll("(?s)<(script|style)\\b.{0,20000}?</\\1>", " ")
            .replaceAll("<[^<>]{0,2000}>", " ")
            .replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ")
            .strip();
    return plain.length() <= EXCERPT ? plain : plain.substring(0, EXCERPT) + "...";
  }
}
