package dev.tidegate.ingress.webhook;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decodes stored payloads of GitHub's webhooks. Strict where something is used, indifferent to
 * everything else in a payload.
 */
public final class GitHubEvents {
  /** What a webhook must send for everything to work: the one place that says so. */
  public static final List<String> NEEDED =
      List.of("push", "pull_request", "issue_comment", "check_run", "check_suite", "merge_group");

  /** Those that mean something; all others are stored for replay and counted together. */
  static final List<String> KNOWN = Stream.concat(NEEDED.stream(), Stream.of("ping")).toList();

  private static final String NONE = "0".repeat(40);

  private GitHubEvents() {}

  /**
   * What a delivery says; empty for events and actions that mean nothing to Tidegate.
   *
   * @param event as in {@code X-GitHub-Event}
   * @throws IllegalArgumentException where the payload is not what GitHub sends; the message names
   *     what is wrong and shows no value
   */
  public static Optional<Event> decode(String event, byte[] body) {
    if (!KNOWN.contains(event)) {
      return Optional.empty();
    }
    Payload payload = Payload.read(body);
    return switch (event) {
      case "push" -> Optional.of(pushed(payload));
      case "pull_request" -> pullRequest(payload);
      case "issue_comment" -> comment(payload);
      case "check_run" -> check(payload, "check_run.head_sha", "check_run.check_suite.head_branch");
      case "check_suite" -> check(payload, "check_suite.head_sha", "check_suite.head_branch");
      case "merge_group" -> mergeGroup(payload);
      case "ping" -> pinged(payload);
      default -> Optional.empty();
    };
  }

  /** Those of the needed events that a webhook does not send; {@code *} sends all. */
  public static List<String> missing(List<String> sent) {
    return sent.contains("*")
        ? List.of()
        : NEEDED.stream().filter(event -> !sent.contains(event)).toList();
  }

  /** What to answer to a ping: which needed events the hook does not send. */
  static String pong(byte[] body) {
    try {
      List<String> missing = missing(Payload.read(body).texts("hook.events"));
      return missing.isEmpty()
          ? "pong: the hook sends every event that is needed"
          : "pong: the hook lacks these events: " + String.join(", ", missing);
    } catch (IllegalArgumentException e) {
      return "pong: stored, but " + e.getMessage();
    }
  }

  private static RepoId repo(Payload payload) {
    return payload.as("repository.full_name", RepoId::of);
  }

  private static Event pushed(Payload payload) {
    Optional<CommitId> before = commit(payload, "before");
    Optional<CommitId> after = commit(payload, "after");
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("before and after are both empty");
    }
    String pusher =
        payload.find("sender.login").or(() -> payload.find("pusher.name")).orElse("ghost");
    return new Event.Pushed(
        repo(payload),
        payload.as("ref", RefName::new),
        before,
        after,
        payload.flag("forced"),
        pusher);
  }

  private static Optional<CommitId> commit(Payload payload, String path) {
    return payload.text(path).equals(NONE)
        ? Optional.empty()
        : Optional.of(payload.as(path, CommitId::new));
  }

  private static Optional<Event> pullRequest(Payload payload) {
    String action = payload.text("action");
    boolean changed =
        switch (action) {
          case "opened", "synchronize", "reopened", "ready_for_review" -> true;
          case "edited" -> payload.has("changes.base");
          default -> false;
        };
    if (action.equals("closed")) {
      return Optional.of(
          new Event.PullRequestClosed(
              repo(payload),
              payload.number("pull_request.number"),
              payload.flag("pull_request.merged")));
    }
    return changed ? Optional.of(pullRequestChanged(payload)) : Optional.empty();
  }

  private static Event pullRequestChanged(Payload payload) {
    RepoId repo = repo(payload);
    boolean own =
        payload
            .find("pull_request.head.repo.full_name")
            .filter(name -> name.equalsIgnoreCase(repo.fullName()))
            .isPresent();
    return new Event.PullRequestChanged(
        repo,
        payload.number("pull_request.number"),
        payload.as("pull_request.head.sha", CommitId::new),
        payload.as("pull_request.base.ref", RefName::branch),
        payload.find("pull_request.user.login").orElse("ghost"),
        !own);
  }

  private static Optional<Event> comment(Payload payload) {
    if (!payload.text("action").equals("created") || !payload.has("issue.pull_request")) {
      return Optional.empty();
    }
    return Optional.of(
        new Event.Commented(
            repo(payload),
            payload.number("issue.number"),
            payload.find("comment.user.login").orElse("ghost"),
            payload.find("comment.body").orElse("")));
  }

  private static Optional<Event> check(Payload payload, String head, String branch) {
    String action = payload.text("action");
    boolean again = action.equals("rerequested");
    if (!again && !(action.equals("requested") && head.startsWith("check_suite"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Event.CheckRequested(
            repo(payload),
            payload.as(head, CommitId::new),
            payload.find(branch).map(RefName::branch),
            again));
  }

  private static Optional<Event> mergeGroup(Payload payload) {
    if (!payload.text("action").equals("checks_requested")) {
      return Optional.empty();
    }
    return Optional.of(
        new Event.MergeGroupRequested(
            repo(payload),
            payload.as("merge_group.base_sha", CommitId::new),
            payload.as("merge_group.head_sha", CommitId::new),
            payload.as("merge_group.base_ref", RefName::new)));
  }

  /** A ping of an organisation's or App's hook names no repository. */
  private static Optional<Event> pinged(Payload payload) {
    return payload.has("repository")
        ? Optional.of(new Event.Pinged(repo(payload), payload.texts("hook.events")))
        : Optional.empty();
  }
}
