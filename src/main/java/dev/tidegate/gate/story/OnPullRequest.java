package dev.tidegate.gate.story;

import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event.MergeGroupRequested;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.PullRequests.PullRequest;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.Forge;
import dev.tidegate.report.StickyComment;
import dev.tidegate.trouble.RemoteException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pull request got a new head: judge it, say so, plan what it would change in Terraform. */
public final class OnPullRequest {
  private static final Logger log = LoggerFactory.getLogger(OnPullRequest.class);

  private final Changes changes;
  private final Benches benches;
  private final PullRequests pullRequests;
  private final Forge forge;
  private final HeadCheck check;
  private final Plans plans;

  public OnPullRequest(
      Changes changes,
      Benches benches,
      PullRequests pullRequests,
      Forge forge,
      HeadCheck check,
      Plans plans) {
    this.changes = changes;
    this.benches = benches;
    this.pullRequests = pullRequests;
    this.forge = forge;
    this.check = check;
    this.plans = plans;
  }

  /**
   * @param request where somebody asked for another judgement of the same head: the request gets a
   *     check run of its own
   */
  void handle(int number, Benches.Tracked tracked, Optional<String> request, Run run) {
    Optional<PullRequest> found = pullRequests.find(tracked.repo(), number);
    if (found.isEmpty() || !found.get().open()) {
      return;
    }
    PullRequest pull = found.get();
    HeadSource source =
        new HeadSource(tracked, pull.head(), "pull request " + number, number, request, run.id());
    Origin origin =
        new Origin(
            Origin.Door.PULL_REQUEST,
            Optional.of(pull.target()),
            Optional.of(pull.author()).filter(a -> !a.isEmpty()),
            false);
    Judging.Read read =
        () -> changes.pullRequest(tracked.repo(), number, tracked.branch(), pull.head(), origin);
    Verdict verdict = reported(source, read, run);
    run.step("comment", () -> comment(tracked.repo(), number, verdict));
    Benches.Bench bench = benches.bench(tracked.repo(), Optional.of(protectedTip(tracked)));
    plans.publish(source, pull.fromFork(), read, bench, run);
  }

  /**
   * The verdict stands on the head, for whatever lands with it. So it says what the head would
   * bring to the protected branch, by that branch's policy, even where the pull request wants to
   * land on another branch: whoever may push can make one with a policy to their liking.
   */
  private Verdict reported(HeadSource source, Judging.Read read, Run run) {
    try {
      run.step("begin", () -> check.begin(source));
      Verdict verdict =
          new Judging(benches, check)
              .judge(
                  source,
                  () -> Optional.of(protectedTip(source.tracked())),
                  read,
                  Benches.Bench::judge,
                  run);
      run.step("report", () -> check.judged(source, verdict));
      return verdict;
    } catch (Run.Superseded e) {
      check.replaced(source);
      throw e;
    }
  }

  /** The merge queue's group: its own tree is judged, and only its check is written. */
  void handleGroup(MergeGroupRequested group, Benches.Tracked tracked, Run run) {
    Origin origin =
        new Origin(Origin.Door.MERGE_GROUP, Optional.of(group.target()), Optional.empty(), false);
    // The base may be the group before this one: what is in it is judged with that one, and its
    // policy does not count before it has landed.
    reported(
        new HeadSource(
            tracked,
            group.head(),
            "a merge group of " + group.target().shortName(),
            0,
            Optional.empty(),
            run.id()),
        () -> changes.push(tracked.repo(), Optional.of(group.base()), group.head(), origin),
        run);
  }

  private CommitId protectedTip(Benches.Tracked tracked) {
    return changes
        .tip(tracked.repo(), tracked.branch())
        .orElseThrow(() ->
            RemoteException.lasting(
                "git",
                "the protected branch "
                    + tracked.branch().shortName()
                    + " does not exist in "
                    + tracked.repo()
                    + ": push it, or name another one in the server's configuration",
                null));
  }

  /** The verdict stands in the check: a conversation that takes no comment stops nothing. */
  private void comment(RepoId repo, int number, Verdict verdict) {
    String marker = StickyComment.marker(repo, number);
    try {
      StickyComment.next(forge.comment(repo, number, marker), repo, number, verdict)
          .ifPresent(body -> forge.comment(repo, number, marker, body));
    } catch (RemoteException e) {
      if (e.retryable()) {
        throw e;
      }
      log.warn("pull request {} of {} takes no comment: {}", number, repo, e.getMessage());
    }
  }
}
