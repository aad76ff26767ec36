package dev.tidegate.gate.story;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.gate.Benches;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.RemoteException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The judgement as a step of a run. Where nothing could be judged the check asks for action, with
 * the reason, before the trouble goes on to the lane: the gate stays shut while it is tried again.
 * A run that ends before this step, because the service stops, leaves the check as it is.
 */
final class Judging {
  private final Benches benches;
  private final HeadCheck check;

  Judging(Benches benches, HeadCheck check) {
    this.benches = benches;
    this.check = check;
  }

  /**
   * @param policyAt the commit of the protected branch whose policy counts; asked once per telling
   */
  Verdict judge(
      HeadSource source,
      Supplier<Optional<CommitId>> policyAt,
      Read read,
      BiFunction<Benches.Bench, Change, Verdict> how,
      Run run) {
    return run.step(
        "judge",
        Verdict.class,
        () -> {
          try {
            Change change = read.change();
            return how.apply(benches.bench(source.repo(), policyAt.get()), change);
          } catch (RuntimeException e) {
            check.notJudged(source, reason(e, run));
            throw e;
          }
        });
  }

  private static String reason(RuntimeException trouble, Run run) {
    return switch (trouble) {
      case RemoteException e -> String.valueOf(e.getMessage());
      case ConfigException e ->
          "The policy on the protected branch cannot be used:\n" + e.getMessage();
      default ->
          "A bug stopped the judgement ("
              + trouble.getClass().getSimpleName()
              + "). It is tried again; if this stays, the server's log of run "
              + run.id()
              + " says more.";
    };
  }

  /** Reads the change from git, again in each telling. */
  interface Read {
    Change change();
  }
}
