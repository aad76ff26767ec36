package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The comments that carry a hidden marker. Ours are found by marker and author: anybody can write
 * the marker, so a comment of somebody else's is neither edited nor taken for ours.
 */
final class Comments {
  private static final int PAGES = 30;

  private final Api api;
  private final GitHubSettings settings;
  private final UnaryOperator<String> redactor;
  private final AtomicReference<Optional<String>> login = new AtomicReference<>(Optional.empty());

  Comments(Api api, GitHubSettings settings, UnaryOperator<String> redactor) {
    this.api = api;
    this.settings = settings;
    this.redactor = redactor;
  }

  Optional<String> body(RepoId repo, int number, String marker) {
    return find(repo, number, marker).map(c -> c.path("body").asText(""));
  }

  void write(RepoId repo, int number, String marker, String text) {
    if (!text.contains(marker)) {
      throw new IllegalArgumentException("a comment without its marker would never be found again");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("body", redactor.apply(text));
    Optional<JsonNode> existing = find(repo, number, marker);
    boolean there = existing.isPresent();
    if (there && !same(existing.get().path("body").asText(""), body.path("body").asText(""))) {
      String path = Api.path(repo, "issues/comments/" + existing.get().path("id").asLong());
      // Somebody may delete it after it was found.
      there = api.writeUnless(404, repo, Budget.Use.OTHER, "PATCH", path, body).isPresent();
    }
    if (!there) {
      String path = Api.path(repo, "issues/" + number + "/comments");
      api.write(repo, Budget.Use.OTHER, "POST", path, body);
    }
  }

  private static boolean same(String theirs, String ours) {
    return theirs.replace("\r\n", "\n").strip().equals(ours.strip());
  }

  private Optional<JsonNode> find(RepoId repo, int number, String marker) {
    String path = Api.path(repo, "issues/" + number + "/comments");
    return api.list(repo, Budget.Use.OTHER, path, "", PAGES).stream()
        .filter(c -> c.path("body").asText("").contains(marker))
        .filter(c -> isOurs(repo, c))
        .findFirst();
  }

  private boolean isOurs(RepoId repo, JsonNode comment) {
    JsonNode via = comment.path("performed_via_github_app").path("id");
    if (settings.login() instanceof GitHubSettings.App app && via.isNumber()) {
      return via.asLong() == app.id();
    }
    if (settings.login() instanceof GitHubSettings.Token token && token.ofInstallation()) {
      // Such a token cannot ask who it is; no person is of this type.
      return comment.path("user").path("type").asText("").equals("Bot");
    }
    return comment.path("user").path("login").asText("").equalsIgnoreCase(login(repo));
  }

  private String login(RepoId repo) {
    Optional<String> known = login.get();
    if (known.isPresent()) {
      return known.get();
    }
    String found =
        switch (settings.login()) {
          case GitHubSettings.App app ->
              Api.json(api.asApp(api.request("app"))).map(a -> a.path("slug").asText("")).orElse("")
                  + "[bot]";
          case GitHubSettings.Token token ->
              api.get(repo, Budget.Use.OTHER, "user").path("login").asText("");
        };
    login.set(Optional.of(found));
    return found;
  }
}
