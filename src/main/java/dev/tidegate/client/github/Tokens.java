package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.http.Http;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives the credential for a repository: the one token of the configuration, or for an App its
 * installation tokens. Of those there is one for each repository and use, narrowed to what that use
 * needs and the installation grants, kept until shortly before it expires. Two threads that need
 * the same token mint it once; others do not wait for them. Tokens differ in length and are kept in
 * memory only.
 */
final class Tokens {
  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration INSTALLATION = Duration.ofMinutes(10);
  private static final Map<String, String> API =
      Map.of(
          "checks", "write",
          "statuses", "write",
          "pull_requests", "write",
          "contents", "read",
          "metadata", "read");
  private static final Map<String, String> GIT = Map.of("contents", "read", "metadata", "read");

  private final GitHubSettings settings;
  private final Optional<AppKey> key;
  private final Http http;
  private final Redactor redactor;
  private final Clock clock;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();
  private final Map<RepoId, Installation> installations = new ConcurrentHashMap<>();

  Tokens(GitHubSettings settings, Http http, Redactor redactor, Clock clock) {
    this.settings = settings;
    this.key =
        settings.login() instanceof GitHubSettings.App app
            ? Optional.of(AppKey.of(app.id(), app.privateKey()))
            : Optional.empty();
    this.http = http;
    this.redactor = redactor;
    this.clock = clock;
  }

  /** What a token is for: an App's token is narrowed to that. */
  enum Scope {
    /** Checks, comments, reading pull requests. */
    API,
    /** Fetching objects, nothing else. */
    GIT
  }

  private record Key(RepoId repo, Scope scope) {}

  private record Minted(Secret token, Instant expires) {}

  private record Installation(long id, JsonNode permissions, Instant seen) {}

  private static final class Slot {
    private Optional<Minted> minted = Optional.empty();
  }

  /** Says that the App itself asks. */
  Secret jwt() {
    AppKey own =
        key.orElseThrow(() -> new IllegalStateException("only an App can speak as an App"));
    Secret jwt = own.jwt(clock.instant());
    redactor.knowForNow(jwt.reveal());
    return jwt;
  }

  Secret of(RepoId repo, Scope scope) {
    if (settings.login() instanceof GitHubSettings.Token token) {
      return token.value();
    }
    Slot slot = slots.computeIfAbsent(new Key(repo, scope), k -> new Slot());
    synchronized (slot) {
      Instant now = clock.instant();
      if (slot.minted.filter(m -> now.isBefore(m.expires().minus(EARLY))).isEmpty()) {
        slot.minted = Optional.of(mint(repo, scope));
      }
      return slot.minted.orElseThrow().token();
    }
  }

  /**
   * The token was refused: forget it.
   *
   * @return true where another one may do better
   */
  boolean refused(RepoId repo, Secret token) {
    if (key.isEmpty()) {
      return false;
    }
    installations.remove(repo);
    for (Scope scope : Scope.values()) {
      Slot slot = slots.computeIfAbsent(new Key(repo, scope), k -> new Slot());
      synchronized (slot) {
        slot.minted = slot.minted.filter(m -> !m.token().reveal().equals(token.reveal()));
      }
    }
    return true;
  }

  /** Whose rate limits a repository's requests count against. */
  String account(RepoId repo) {
    return key.isPresent() ? repo.owner() : "token";
  }

  private Minted mint(RepoId repo, Scope scope) {
    Installation installation = installation(repo);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("repositories").add(repo.name());
    ObjectNode permissions = body.putObject("permissions");
    Map<String, String> wanted = scope == Scope.API ? API : GIT;
    wanted.forEach((name, level) -> {
      String granted = installation.permissions().path(name).asText("");
      if (!granted.isEmpty()) {
        permissions.put(name, granted.equals("read") ? "read" : level);
      }
    });
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    JsonNode reply =
        call(
            HttpRequest.of(
                "POST",
                settings.at("app/installations/" + installation.id() + "/access_tokens"),
                "application/json",
                json));
    Secret token = new Secret(reply.path("token").asText());
    redactor.knowForNow(token.reveal());
    return new Minted(token, Instant.parse(reply.path("expires_at").asText()));
  }

  private Installation installation(RepoId repo) {
    Instant now = clock.instant();
    Installation known = installations.get(repo);
    if (known != null && now.isBefore(known.seen().plus(INSTALLATION))) {
      return known;
    }
    JsonNode reply = call(HttpRequest.get(settings.at(described(repo))));
    if (!reply.path("suspended_at").isMissingNode() && !reply.path("suspended_at").isNull()) {
      throw RemoteException.lasting(
          Trouble.SYSTEM,
          "the App's installation on "
              + repo.owner()
              + " has been suspended since "
              + reply.path("suspended_at").asText()
              + ": its owner can lift that under Settings, GitHub Apps, Configure",
          null);
    }
    Installation fresh =
        new Installation(reply.path("id").asLong(), reply.path("permissions"), now);
    installations.put(repo, fresh);
    return fresh;
  }

  /** What tells of the installation that gives tokens for a repository. */
  private String described(RepoId repo) {
    return settings.login() instanceof GitHubSettings.App app && app.installation().isPresent()
        ? "app/installations/" + app.installation().get()
        : "repos/" + repo.fullName() + "/installation";
  }

  /** A call as the App itself. */
  private JsonNode call(HttpRequest request) {
    HttpRequest asked = Api.dressed(request).bearer(jwt());
    HttpResponse response = http.send(asked);
    if (!response.ok()) {
      throw Trouble.of(asked, response, clock);
    }
    return Api.json(response).orElseThrow(() -> Api.notJson(asked, response));
  }
}
