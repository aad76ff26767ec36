package dev.tidegate.gate.story;

import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event.CheckRequested;
import dev.tidegate.gate.Event.Commented;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.Landings.Landing;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.journal.Run;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Somebody asks for a judgement: in a comment, or by GitHub's re-run button. The answer is a
 * request put into the lane of the pull request or branch, so that it waits its turn there.
 */
public final class OnRequest {
  private static final Duration PUSH_WITHIN = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final Changes changes;
  private final PullRequests pullRequests;
  private final Landings landings;
  private final Intake intake;
  private final InstantSource clock;

  public OnRequest(
      Changes changes,
      PullRequests pullRequests,
      Landings landings,
      Intake intake,
      InstantSource clock) {
    this.changes = changes;
    this.pullRequests = pullRequests;
    this.landings = landings;
    this.intake = intake;
    this.clock = clock;
  }

  /** {@code /tidegate recheck}, by an account that may push; anybody else is not answered. */
  void comment(Commented comment, Benches.Tracked tracked, Run run) {
    if (Commands.isRecheck(comment.body())
        && pullRequests.mayWrite(tracked.repo(), comment.author())) {
      enqueue(
          Internal.recheck(
              tracked.repo(), comment.number(), comment.author(), run.id(), clock.instant()));
    }
  }

  /**
   * A check or suite was asked for: judges whatever has this commit as its head. A new suite of a
   * pull request is left to the pull request's own event.
   */
  void check(CheckRequested request, Benches.Tracked tracked, Run run) {
    if (request.again()) {
      for (PullRequests.PullRequest pull : pullRequests.withHead(tracked.repo(), request.head())) {
        enqueue(
            Internal.recheck(
                tracked.repo(), pull.number(), "the re-run button", run.id(), clock.instant()));
      }
    }
    if (request.branch().filter(tracked.branch()::equals).isPresent()) {
      if (!request.again() && judged(request, tracked)) {
        return;
      }
      if (!request.again()) {
        awaitPush(run);
      }
      branch(request, tracked, run);
    }
  }

  /** Judged by itself, or together with what came after it. */
  private boolean judged(CheckRequested request, Benches.Tracked tracked) {
    Optional<CommitId> last = landings.last(tracked.repo(), tracked.branch()).map(Landing::judged);
    try {
      return last.isPresent()
          && (last.get().equals(request.head())
              || changes.isAncestor(tracked.repo(), request.head(), last.get()));
    } catch (RemoteException e) {
      if (e.retryable()) {
        throw e;
      }
      return false; // a commit that was taken away again
    }
  }

  /** GitHub makes a suite with each push: only where the push never comes, this takes its place. */
  private void awaitPush(Run run) {
    Long seen = run.step("seen", Long.class, () -> clock.instant().getEpochSecond());
    Duration left =
        Duration.between(clock.instant(), Instant.ofEpochSecond(seen).plus(PUSH_WITHIN));
    if (left.isPositive()) {
      throw new Run.Later(
          left.compareTo(LOOK) < 0 ? left : LOOK, "the push of this commit is awaited");
    }
  }

  /** Only the branch's tip is judged: an older commit was judged with what came after it. */
  private void branch(CheckRequested request, Benches.Tracked tracked, Run run) {
    Optional<Landing> last = landings.last(tracked.repo(), tracked.branch());
    boolean tip =
        changes.tip(tracked.repo(), tracked.branch()).filter(request.head()::equals).isPresent();
    // A branch never judged is left to the push itself, which says where it began.
    boolean fresh = last.isPresent() && !last.get().judged().equals(request.head());
    if (tip && last.isPresent() && (request.again() || fresh)) {
      CommitId judged = last.get().judged();
      RepoId repo = tracked.repo();
      RefName ref = tracked.branch();
      Instant now = clock.instant();
      enqueue(
          request.again()
              ? Internal.pushAgain(repo, ref, judged, request.head(), run.id(), now)
              : Internal.push(
                  repo, ref, Optional.of(judged), request.head(), "suite:" + request.head(), now));
    }
  }

  private void enqueue(Delivery delivery) {
    try {
      intake.accept(delivery).join();
    } catch (CompletionException e) {
      throw RemoteException.passing("inbox", "the request could not be stored", e.getCause());
    }
  }
}
