package dev.tidegate.gate.story;

import dev.tidegate.change.CommitId;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.gate.Benches;
import dev.tidegate.journal.Run;
import dev.tidegate.report.Forge;
import dev.tidegate.report.RolloutRuns;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.Outcome;
import dev.tidegate.rollout.Rollout;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.affected.Planner;
import dev.tidegate.trouble.RemoteException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a landed change to Argo CD and shows how it goes in {@code tidegate/rollout}: success
 * only when every affected Application runs the commit.
 */
public final class RollOut {
  private static final Logger log = LoggerFactory.getLogger(RollOut.class);

  private final Forge forge;
  private final Optional<Applications> applications;
  private final Optional<Rollout> rollout;

  /** Without an Argo CD nothing is rolled out and no check is written. */
  public RollOut(Forge forge, Optional<Applications> applications, Optional<Rollout> rollout) {
    this.forge = forge;
    this.applications = applications;
    this.rollout = rollout;
  }

  /**
   * @param read what came since the last rollout that was followed to its end
   */
  void carry(
      CommitId head,
      Judging.Read read,
      Supplier<Fleet> fleet,
      Benches.Tracked tracked,
      String key,
      Run run) {
    if (applications.isEmpty() || rollout.isEmpty()) {
      return;
    }
    String id = key + " rollout";
    try {
      RolloutPlan plan =
          run.step(
              "affected",
              RolloutPlan.class,
              () -> plan(read, fleet, tracked, applications.get(), head, id));
      if (plan.isEmpty()) {
        return;
      }
      Outcome outcome = rollout.get().drive(plan, run, standing -> show(plan, standing, id));
      run.step("report rollout", () -> forge.publish(RolloutRuns.rollout(plan, outcome, id)));
    } catch (Run.Superseded e) {
      notRolledOut(
          tracked,
          head,
          id,
          "A newer push took its place; what both touch is followed with the next allowed push.");
      throw e;
    } catch (RemoteException e) {
      if (!Thread.currentThread().isInterrupted()) { // the service stops: it is told again
        notRolledOut(tracked, head, id, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private RolloutPlan plan(
      Judging.Read read,
      Supplier<Fleet> fleet,
      Benches.Tracked tracked,
      Applications argocd,
      CommitId head,
      String id) {
    try {
      return new Planner(fleet.get()).plan(read.change(), tracked.branch(), argocd.list());
    } catch (RemoteException e) {
      throw e;
    } catch (RuntimeException e) {
      notRolledOut(
          tracked,
          head,
          id,
          "What the push touches could not be found out (" + e.getClass().getSimpleName() + ").");
      throw e;
    }
  }

  private void notRolledOut(Benches.Tracked tracked, CommitId head, String id, String why) {
    forge.publish(RolloutRuns.notRolledOut(tracked.repo(), head, id, why));
  }

  /** A standing is only news: trouble with it must not stop the rollout. */
  private void show(RolloutPlan plan, Outcome standing, String id) {
    try {
      forge.publish(RolloutRuns.rollout(plan, standing, id));
    } catch (RemoteException e) {
      log.warn("the standing of {} could not be shown: {}", plan.commit(), e.getMessage());
    }
  }
}
