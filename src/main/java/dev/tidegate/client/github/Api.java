package dev.tidegate.client.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.http.Http;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Calls of GitHub's REST interface as JSON, within the account's {@link Budget}. A token that
 * expired in the middle is renewed once; a write that got an answer other than that is never sent
 * twice. Paths have no leading slash. Thread-safe.
 */
final class Api {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PAGE = 100;

  private final GitHubSettings settings;
  private final Http http;
  private final Tokens tokens;
  private final Clock clock;
  private final Budget.All budgets;

  Api(GitHubSettings settings, Http http, Tokens tokens, Budget.All budgets, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.tokens = tokens;
    this.budgets = budgets;
    this.clock = clock;
  }

  /** {@code repos/owner/name/} and what follows. */
  static String path(RepoId repo, String rest) {
    return "repos/" + repo.fullName() + "/" + rest;
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(RepoId repo, Budget.Use use, String path) {
    return body(ok(repo, use, HttpRequest.get(settings.at(path))));
  }

  /** Empty where GitHub answers 404. */
  Optional<JsonNode> find(RepoId repo, Budget.Use use, String path) {
    HttpRequest request = HttpRequest.get(settings.at(path));
    HttpResponse response = send(repo, use, request);
    if (response.status() == 404) {
      return Optional.empty();
    }
    return Optional.of(body(checked(request, response)));
  }

  /** The entries of a list, at most {@code pages} pages of 100 of them. */
  List<JsonNode> list(RepoId repo, Budget.Use use, String path, String field, int pages) {
    List<JsonNode> all = new ArrayList<>();
    String separator = path.contains("?") ? "&" : "?";
    for (int page = 1; page <= pages; page++) {
      JsonNode reply = get(repo, use, path + separator + "per_page=" + PAGE + "&page=" + page);
      JsonNode entries = field.isEmpty() ? reply : reply.path(field);
      entries.forEach(all::add);
      if (entries.size() < PAGE) {
        break;
      }
    }
    return all;
  }

  /** POST or PATCH; sent once. */
  JsonNode write(RepoId repo, Budget.Use use, String method, String path, JsonNode content) {
    return writeUnless(-1, repo, use, method, path, content).orElseThrow();
  }

  /** As {@link #write}, but empty where the answer is this status, which had no effect. */
  Optional<JsonNode> writeUnless(
      int status, RepoId repo, Budget.Use use, String method, String path, JsonNode content) {
    byte[] json = content.toString().getBytes(StandardCharsets.UTF_8);
    HttpRequest request = HttpRequest.of(method, settings.at(path), "application/json", json);
    HttpResponse response = send(repo, use, request);
    return response.status() == status
        ? Optional.empty()
        : Optional.of(body(checked(request, response)));
  }

  /** As the App itself, for what belongs to no repository. */
  HttpResponse asApp(HttpRequest request) {
    Budget budget = budget("app");
    budget.read(Budget.Use.OTHER);
    HttpRequest asked = dressed(request).bearer(tokens.jwt());
    HttpResponse response = http.send(asked);
    budget.saw(response);
    return checked(asked, response);
  }

  HttpRequest request(String path) {
    return HttpRequest.get(settings.at(path));
  }

  HttpRequest patch(String path, JsonNode content) {
    byte[] json = content.toString().getBytes(StandardCharsets.UTF_8);
    return HttpRequest.of("PATCH", settings.at(path), "application/json", json);
  }

  /** Requests left of the hour, of the account that has the fewest. */
  OptionalInt left() {
    return budgets.left(settings.apiUrl());
  }

  /** The next page of a list that pages by cursor, if it lies under our own address. */
  Optional<HttpRequest> next(HttpResponse response) {
    for (String part : response.header("link").orElse("").split(",")) {
      int open = part.indexOf('<');
      int close = part.indexOf('>');
      if (open >= 0 && close > open && part.substring(close).contains("rel=\"next\"")) {
        URI uri = URI.create(part.substring(open + 1, close));
        boolean ours = uri.toString().startsWith(settings.apiUrl() + "/");
        return ours ? Optional.of(HttpRequest.get(uri)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Any status but 2xx is told as trouble. */
  HttpResponse ok(RepoId repo, Budget.Use use, HttpRequest request) {
    return checked(request, send(repo, use, request));
  }

  /**
   * Sends with the repository's token; only rate limits and the wire are told as trouble. A 401 had
   * no effect, so even a write may follow it with a fresh token.
   */
  HttpResponse send(RepoId repo, Budget.Use use, HttpRequest request) {
    Secret token = tokens.of(repo, Tokens.Scope.API);
    HttpResponse response = once(repo, use, request, token);
    if (response.status() == 401 && tokens.refused(repo, token)) {
      return once(repo, use, request, tokens.of(repo, Tokens.Scope.API));
    }
    return response;
  }

  private HttpResponse once(RepoId repo, Budget.Use use, HttpRequest request, Secret token) {
    Budget budget = budget(tokens.account(repo));
    if (request.isRead()) {
      budget.read(use);
    } else {
      budget.write(use);
    }
    HttpResponse response = http.send(dressed(request).bearer(token));
    budget.saw(response);
    if (Trouble.wait(response, clock).isPresent()) {
      throw Trouble.of(request, response, clock);
    }
    return response;
  }

  private Budget budget(String account) {
    return budgets.of(settings.apiUrl(), account);
  }

  HttpResponse checked(HttpRequest request, HttpResponse response) {
    if (!response.ok()) {
      throw Trouble.of(request, response, clock);
    }
    return response;
  }

  private static JsonNode body(HttpResponse response) {
    return json(response).orElseThrow(() -> notJson(HttpRequest.get(response.uri()), response));
  }

  static HttpRequest dressed(HttpRequest request) {
    String accept = request.headers().getOrDefault("Accept", "application/vnd.github+json");
    return request.header("Accept", accept).header("X-GitHub-Api-Version", "2022-11-28");
  }

  static Optional<JsonNode> json(HttpResponse response) {
    if (response.body().length == 0 || !response.isJson()) {
      return Optional.empty();
    }
    try {
      JsonNode node = JSON.readTree(response.body());
      return node == null || node instanceof MissingNode ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory does not fail", e);
    }
  }

  static RemoteException notJson(HttpRequest request, HttpResponse response) {
    return RemoteException.passing(
        Trouble.SYSTEM,
        request
            + " answered "
            + response.status()
            + " with something other than JSON; is github.apiUrl right, and no proxy in between?",
        null);
  }
}
