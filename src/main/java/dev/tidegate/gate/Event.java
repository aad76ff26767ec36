package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.util.List;
import java.util.Optional;

/** What a delivery says happened. Everything that decides is fetched again from git. */
public sealed interface Event {
  RepoId repo();

  /** A ref moved. {@code before} is empty for a new ref, {@code after} for a deleted one. */
  record Pushed(
      RepoId repo,
      RefName ref,
      Optional<CommitId> before,
      Optional<CommitId> after,
      boolean forced,
      String pusher)
      implements Event {}

  /** A pull request was opened, got commits, was reopened, or changed its target. */
  record PullRequestChanged(
      RepoId repo, int number, CommitId head, RefName target, String author, boolean fromFork)
      implements Event {}

  record PullRequestClosed(RepoId repo, int number, boolean merged) implements Event {}

  /** Somebody wrote a comment on a pull request. */
  record Commented(RepoId repo, int number, String author, String body) implements Event {}

  /** Somebody asked for a check again, or GitHub made a suite for a new head. */
  record CheckRequested(RepoId repo, CommitId head, Optional<RefName> branch, boolean again)
      implements Event {}

  /** The merge queue wants its group's tree judged. */
  record MergeGroupRequested(RepoId repo, CommitId base, CommitId head, RefName target)
      implements Event {}

  /** The hook was set up. {@code events} are those it sends. */
  record Pinged(RepoId repo, List<String> events) implements Event {}

  /**
   * Somebody with the right to do so asked for a pull request to be judged again.
   *
   * @param request the same for all that one asking brought about
   */
  record RecheckAsked(RepoId repo, int number, String by, String request) implements Event {}

  /** Somebody asked for the newest push of a branch to be judged and rolled out again. */
  record PushRecheckAsked(Pushed pushed, String request) implements Event {
    @Override
    public RepoId repo() {
      return pushed.repo();
    }
  }
}
