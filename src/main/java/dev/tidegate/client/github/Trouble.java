package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.client.http.HttpTrouble;
import dev.tidegate.report.Markdown;
import dev.tidegate.trouble.RemoteException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What GitHub means by a status other than 2xx, in words that say what to do. */
final class Trouble {
  static final String SYSTEM = "github";
  private static final Duration SECONDARY = Duration.ofSeconds(60);

  private Trouble() {}

  static RemoteException of(HttpRequest request, HttpResponse response, Clock clock) {
    Optional<Duration> wait = wait(response, clock);
    if (wait.isPresent()) {
      return RemoteException.limited(
          SYSTEM,
          "rate limit reached at "
              + request
              + ("; nothing is sent before " + clock.instant().plus(wait.get()).toString()),
          wait.get());
    }
    String said = message(response);
    String answer =
        request + " answered " + response.status() + (said.isEmpty() ? "" : ": " + said);
    return switch (response.status()) {
      case 401 ->
          lasting(
              answer
                  + ". The credential is wrong, expired or revoked: put a new one where "
                  + "github.token or github.app points");
      case 403 -> lasting(answer + ". " + forbidden(said, response));
      case 404 ->
          lasting(
              answer
                  + ". It does not exist, or this credential may no longer see it: check that the "
                  + "App is installed on the repository, or that the token has access to it");
      case 410 -> lasting(answer + ". It was switched off or removed");
      case 422 -> lasting(answer + ". GitHub does not accept what was sent");
      default -> HttpTrouble.refused(SYSTEM, request, response);
    };
  }

  private static RemoteException lasting(String message) {
    return RemoteException.lasting(SYSTEM, message, null);
  }

  private static String forbidden(String said, HttpResponse response) {
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("suspended")) {
      return "The App's installation is suspended: its owner can lift that under "
          + "Settings, GitHub Apps, Configure";
    }
    if (lower.contains("locked")) {
      return "The conversation is locked: unlock it to let the comment through";
    }
    String needs =
        response
            .header("x-accepted-github-permissions")
            .or(() -> response.header("x-accepted-oauth-scopes"))
            .filter(h -> !h.isBlank())
            .map(h -> " (GitHub names: " + Markdown.printable(h) + ")")
            .orElse("");
    return "The credential lacks a permission" + needs;
  }

  /** How long nothing may be sent, where the answer is a rate limit. */
  static Optional<Duration> wait(HttpResponse response, Clock clock) {
    int status = response.status();
    if (status != 403 && status != 429) {
      return Optional.empty();
    }
    Optional<Duration> asked = response.retryAfter(clock);
    if (asked.isPresent()) {
      return Optional.of(asked.get().plusSeconds(1));
    }
    if (response.header("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
      return Optional.of(untilReset(response, clock));
    }
    String said = message(response).toLowerCase(Locale.ROOT);
    boolean secondary = said.contains("secondary rate limit") || said.contains("abuse detection");
    return status == 429 || secondary ? Optional.of(SECONDARY) : Optional.empty();
  }

  private static Duration untilReset(HttpResponse response, Clock clock) {
    try {
      long reset = Long.parseLong(response.header("x-ratelimit-reset").orElse("").strip());
      Duration left = Duration.between(clock.instant(), Instant.ofEpochSecond(reset));
      return left.isPositive() ? left.plusSeconds(1) : Duration.ofSeconds(1);
    } catch (NumberFormatException e) {
      return SECONDARY;
    }
  }

  /** GitHub's own words, or the beginning of a page that somebody else put in their place. */
  private static String message(HttpResponse response) {
    Optional<JsonNode> json = Api.json(response);
    if (json.isEmpty() || !json.get().path("message").isTextual()) {
      return Markdown.printable(response.excerpt());
    }
    StringBuilder said = new StringBuilder(json.get().path("message").asText());
    for (JsonNode error : json.get().path("errors")) {
      String more = error.isTextual() ? error.asText() : error.path("message").asText("");
      String field = error.path("field").asText("");
      said.append("; ").append(field.isEmpty() ? more : field + " " + more).append(' ');
      said.append(error.path("code").asText(""));
    }
    String text = Markdown.printable(said.toString()).replaceAll("\\s+", " ").strip();
    return text.length() > 500 ? text.substring(0, 500) + "..." : text;
  }
}
