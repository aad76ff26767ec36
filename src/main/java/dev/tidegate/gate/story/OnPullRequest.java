package dev.tidegate.gate.story;

import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event.MergeGroupRequested;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.PullRequests.PullRequest;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.CheckRuns;
import dev.tidegate.report.Forge;
import dev.tidegate.report.StickyComment;
import dev.tidegate.trouble.RemoteException;
import java.util.Optional;

/** A pull request got a new head: judge it, say so, plan what it would change in Terraform. */
public final class OnPullRequest {
  private final Changes changes;
  private final Benches benches;
  private final PullRequests pullRequests;
  private final Forge forge;
  private final Plans plans;

  public OnPullRequest(
      Changes changes, Benches benches, PullRequests pullRequests, Forge forge, Plans plans) {
    this.changes = changes;
    this.benches = benches;
    this.pullRequests = pullRequests;
    this.forge = forge;
    this.plans = plans;
  }

  /**
   * @param again true where somebody asked for another judgement of the same head: it gets a check
   *     run of its own
   */
  void handle(int number, Benches.Tracked tracked, boolean again, Run run) {
    Optional<PullRequest> found = pullRequests.find(tracked.repo(), number);
    if (found.isEmpty() || !found.get().open()) {
      return;
    }
    PullRequest pull = found.get();
    String key = key(pull.head(), pull.target(), again, run);
    try {
      tell(pull, tracked, key, run);
    } catch (Run.Superseded e) {
      forge.publish(CheckRuns.notJudged(tracked.repo(), pull.head(), key, Judging.REPLACED));
      throw e;
    }
  }

  private void tell(PullRequest pull, Benches.Tracked tracked, String key, Run run) {
    int number = pull.number();
    run.step("begin", () -> forge.publish(CheckRuns.begun(tracked.repo(), pull.head(), key)));
    Origin origin =
        new Origin(
            Origin.Door.PULL_REQUEST,
            Optional.of(pull.target()),
            Optional.of(pull.author()).filter(a -> !a.isEmpty()),
            false);
    Judging.Read read =
        () -> changes.pullRequest(tracked.repo(), number, pull.target(), pull.head(), origin);
    Verdict verdict =
        new Judging(benches, forge)
            .judge(
                tracked,
                pull.head(),
                key,
                () -> Optional.of(tip(tracked.repo(), pull.target())),
                read,
                Benches.Bench::judge,
                run);
    run.step("report", () -> forge.publish(CheckRuns.of(tracked.repo(), verdict, key)));
    run.step("comment", () -> comment(tracked.repo(), number, verdict));
    Benches.Bench bench =
        benches.bench(tracked.repo(), Optional.of(tip(tracked.repo(), pull.target())));
    plans.publish(tracked.repo(), pull, key, read, bench, run);
  }

  /** The merge queue's group: its own tree is judged, and only its check is written. */
  void handleGroup(MergeGroupRequested group, Benches.Tracked tracked, Run run) {
    String key = key(group.head(), group.target(), false, run);
    run.step("begin", () -> forge.publish(CheckRuns.begun(tracked.repo(), group.head(), key)));
    Origin origin =
        new Origin(Origin.Door.MERGE_GROUP, Optional.of(group.target()), Optional.empty(), false);
    Judging.Read read =
        () -> changes.push(tracked.repo(), Optional.of(group.base()), group.head(), origin);
    Verdict verdict =
        new Judging(benches, forge)
            .judge(
                tracked,
                group.head(),
                key,
                () -> Optional.of(group.base()),
                read,
                Benches.Bench::judge,
                run);
    run.step("report", () -> forge.publish(CheckRuns.of(tracked.repo(), verdict, key)));
  }

  private CommitId tip(RepoId repo, RefName target) {
    return changes
        .tip(repo, target)
        .orElseThrow(() ->
            RemoteException.lasting(
                "git",
                "the target branch "
                    + target.shortName()
                    + " does not exist any more; change the pull request's target",
                null));
  }

  private void comment(RepoId repo, int number, Verdict verdict) {
    String marker = StickyComment.marker(repo, number);
    StickyComment.next(forge.comment(repo, number, marker), repo, number, verdict)
        .ifPresent(body -> forge.comment(repo, number, marker, body));
  }

  /** One check run per head and target, and one more for each time somebody asked again. */
  private static String key(CommitId head, RefName target, boolean again, Run run) {
    return head + " " + target.shortName() + (again ? " again " + run.id() : "");
  }
}
