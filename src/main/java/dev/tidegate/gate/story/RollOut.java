package dev.tidegate.gate.story;

import dev.tidegate.change.Change;
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

  void carry(Change landing, Benches.Tracked tracked, Benches.Bench bench, String key, Run run) {
    if (applications.isEmpty() || rollout.isEmpty()) {
      return;
    }
    String id = key + " rollout";
    try {
      RolloutPlan plan =
          run.step(
              "affected",
              RolloutPlan.class,
              () ->
                  new Planner(bench.fleet())
                      .plan(landing, tracked.branch(), applications.get().list()));
      if (plan.isEmpty()) {
        return;
      }
      Outcome outcome = rollout.get().drive(plan, run, standing -> show(plan, standing, id));
      run.step("report rollout", () -> forge.publish(RolloutRuns.rollout(plan, outcome, id)));
    } catch (Run.Superseded e) {
      forge.publish(
          RolloutRuns.notRolledOut(
              tracked.repo(),
              landing.head(),
              id,
              "A newer push took its place; the newer commit's check follows the rollout of both."));
      throw e;
    } catch (RemoteException e) {
      forge.publish(
          RolloutRuns.notRolledOut(
              tracked.repo(), landing.head(), id, String.valueOf(e.getMessage())));
      throw e;
    }
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
