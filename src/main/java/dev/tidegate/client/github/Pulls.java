package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.trouble.RemoteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHubAbuseLimitHandler;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.GitHubRateLimitHandler;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Reads about pull requests, as typed objects of the github-api library. The library's requests run
 * through {@link Api}: our limits, our tokens, our errors; it never waits, and it is given no
 * write.
 */
final class Pulls implements PullRequests {
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_-]{1,100}(\\[bot])?");
  private static final Set<GHPermissionType> WRITERS =
      EnumSet.of(GHPermissionType.ADMIN, GHPermissionType.WRITE);

  private final Api api;
  private final GitHubSettings settings;
  private final Map<RepoId, GHRepository> known = new ConcurrentHashMap<>();

  Pulls(Api api, GitHubSettings settings) {
    this.api = api;
    this.settings = settings;
  }

  @FunctionalInterface
  private interface Read<T> {
    T from(GHRepository repository) throws IOException;
  }

  @Override
  public Optional<PullRequest> find(RepoId repo, int number) {
    return read(repo, r -> pull(repo, r.getPullRequest(number)));
  }

  @Override
  public boolean mayWrite(RepoId repo, String login) {
    if (!LOGIN.matcher(login).matches()) {
      return false;
    }
    return read(repo, r -> WRITERS.contains(r.getPermission(Api.encoded(login)))).orElse(false);
  }

  @Override
  public List<PullRequest> containing(RepoId repo, CommitId commit) {
    String path = Api.path(repo, "commits/" + commit + "/pulls");
    return api.list(repo, Budget.Use.OTHER, path, "", 3).stream()
        .filter(p -> p.path("state").asText("").equals("open") || p.path("merged_at").isTextual())
        .map(p -> pull(repo, p))
        .toList();
  }

  /** GitHub does not tell a fork's commits of the repository: those are looked for in its list. */
  @Override
  public List<PullRequest> withHead(RepoId repo, CommitId head) {
    List<PullRequest> all = new ArrayList<>(containing(repo, head));
    String path = Api.path(repo, "pulls?state=open&sort=updated&direction=desc");
    api.list(repo, Budget.Use.OTHER, path, "", 5).forEach(p -> all.add(pull(repo, p)));
    return all.stream().filter(p -> p.open() && p.head().equals(head)).distinct().toList();
  }

  /** Empty where the thing is not there; trouble where the repository itself is out of sight. */
  private <T> Optional<T> read(RepoId repo, Read<T> read) {
    try {
      GHRepository repository = known.get(repo);
      if (repository == null) {
        repository = repository(repo);
        known.put(repo, repository);
      }
      return Optional.of(read.from(repository));
    } catch (GHFileNotFoundException e) {
      if (known.remove(repo) != null) {
        api.get(repo, Budget.Use.OTHER, "repos/" + repo.fullName());
      }
      return Optional.empty();
    } catch (IOException e) {
      throw RemoteException.passing(
          Trouble.SYSTEM, "the answer about " + repo + " cannot be read: " + e.getMessage(), e);
    }
  }

  private GHRepository repository(RepoId repo) throws IOException {
    GitHubBuilder builder =
        new GitHubBuilder()
            .withEndpoint(settings.apiUrl().toString())
            .withConnector(connector(repo))
            .withRateLimitHandler(GitHubRateLimitHandler.FAIL)
            .withAbuseLimitHandler(GitHubAbuseLimitHandler.FAIL);
    try {
      return builder.build().getRepository(repo.fullName());
    } catch (GHFileNotFoundException e) {
      // Tells it in our words: the repository is gone or the credential lost sight of it.
      api.get(repo, Budget.Use.OTHER, "repos/" + repo.fullName());
      throw e;
    }
  }

  private GitHubConnector connector(RepoId repo) {
    return asked -> {
      if (!asked.method().equals("GET")) {
        throw new IOException("the library is for reading only");
      }
      HttpRequest request = HttpRequest.get(URI.create(asked.url().toString()));
      String accept = asked.header("Accept");
      if (accept != null) {
        request = request.header("Accept", accept);
      }
      HttpResponse response = api.send(repo, Budget.Use.OTHER, request);
      boolean absent = response.status() == 404;
      return new Answer(asked, absent ? response : api.checked(request, response));
    };
  }

  private static final class Answer extends GitHubConnectorResponse {
    private final byte[] body;

    Answer(GitHubConnectorRequest request, HttpResponse response) {
      super(request, response.status(), response.headers());
      this.body = response.body();
    }

    @Override
    protected InputStream rawBodyStream() {
      return new ByteArrayInputStream(body);
    }
  }

  private static PullRequest pull(RepoId repo, GHPullRequest pull) throws IOException {
    GHRepository from = pull.getHead().getRepository();
    return new PullRequest(
        repo,
        pull.getNumber(),
        new CommitId(pull.getHead().getSha()),
        RefName.branch(pull.getBase().getRef()),
        pull.getUser() == null ? "ghost" : pull.getUser().getLogin(),
        pull.getState() == GHIssueState.OPEN,
        from == null || !from.getFullName().equalsIgnoreCase(repo.fullName()));
  }

  private static PullRequest pull(RepoId repo, JsonNode pull) {
    String from = pull.path("head").path("repo").path("full_name").asText("");
    return new PullRequest(
        repo,
        pull.path("number").asInt(),
        new CommitId(pull.path("head").path("sha").asText()),
        RefName.branch(pull.path("base").path("ref").asText()),
        pull.path("user").path("login").asText("ghost"),
        pull.path("state").asText("").equals("open"),
        !from.equalsIgnoreCase(repo.fullName()));
  }
}
