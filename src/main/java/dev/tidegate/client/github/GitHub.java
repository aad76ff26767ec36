package dev.tidegate.client.github;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.http.Http;
import dev.tidegate.client.http.HttpLimits;
import dev.tidegate.gate.Hooks;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.Forge;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * GitHub: publishes reports and answers what the stories ask. Everything written goes through the
 * redactor. Thread-safe; close it to give its connections back.
 */
public final class GitHub implements Forge, PullRequests, AutoCloseable {
  private final Http http;
  private final Tokens tokens;
  private final Api api;
  private final GitHubSettings settings;
  private final Pulls pulls;
  private final Comments comments;
  private final Webhooks webhooks;
  private final Publisher publisher;

  /**
   * @param userAgent such as {@code tidegate/1.2}
   */
  public GitHub(GitHubSettings settings, String userAgent, Redactor redactor, Clock clock) {
    this(settings, userAgent, redactor, new Budget.All(clock), clock);
  }

  /** As above, going on with what others have sent of the account's budget. */
  public GitHub(
      GitHubSettings settings,
      String userAgent,
      Redactor redactor,
      Budget.All budgets,
      Clock clock) {
    this.settings = settings;
    this.http = new Http(Trouble.SYSTEM, userAgent, HttpLimits.standard());
    this.tokens = new Tokens(settings, http, redactor, clock);
    this.api = new Api(settings, http, tokens, budgets, clock);
    this.pulls = new Pulls(api, settings);
    this.comments = new Comments(api, settings, redactor);
    this.webhooks = new Webhooks(api, settings.appId().isPresent(), settings.hookUrl());
    this.publisher =
        settings.writesChecks()
            ? new Checks(api, settings.appId(), redactor, clock)::publish
            : new Statuses(api, settings.publicUrl(), redactor)::publish;
  }

  @FunctionalInterface
  private interface Publisher {
    void publish(CheckReport report);
  }

  /** A credential good for fetching this repository over HTTPS as user {@code x-access-token}. */
  public Secret gitToken(RepoId repo) {
    return tokens.of(repo, Tokens.Scope.GIT);
  }

  /** The hooks that feed us. */
  public Hooks hooks() {
    return webhooks;
  }

  /** What GitHub says it sent us. With a token it needs {@code publicUrl} to know our hook by. */
  public RecordedDeliveries deliveries() {
    return webhooks;
  }

  /** The address that this client talks to. */
  public GitHubSettings settings() {
    return settings;
  }

  /** Requests left of GitHub's hour; empty before its first answer, or where it has no limit. */
  public OptionalInt left() {
    return api.left();
  }

  @Override
  public void publish(CheckReport report) {
    publisher.publish(report);
  }

  @Override
  public Optional<String> comment(RepoId repo, int pullRequest, String marker) {
    return comments.body(repo, pullRequest, marker);
  }

  @Override
  public void comment(RepoId repo, int pullRequest, String marker, String body) {
    comments.write(repo, pullRequest, marker, body);
  }

  @Override
  public Optional<PullRequest> find(RepoId repo, int number) {
    return pulls.find(repo, number);
  }

  @Override
  public List<PullRequest> containing(RepoId repo, CommitId commit) {
    return pulls.containing(repo, commit);
  }

  @Override
  public List<PullRequest> withHead(RepoId repo, CommitId head) {
    return pulls.withHead(repo, head);
  }

  @Override
  public boolean mayWrite(RepoId repo, String login) {
    return pulls.mayWrite(repo, login);
  }

  @Override
  public void close() {
    http.close();
  }
}
