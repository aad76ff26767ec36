package dev.tidegate.gate.story;

import dev.tidegate.change.Change;
import dev.tidegate.gate.Benches;
import dev.tidegate.journal.Run;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.RolloutRuns;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.TerraformPlan;
import dev.tidegate.rollout.TerraformPlans;
import dev.tidegate.rollout.affected.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the Terraform roots that a pull request touches and shows them in {@code tidegate/plan}.
 */
public final class Plans {
  private final HeadCheck check;
  private final Optional<TerraformPlans> terraform;

  /**
   * @param terraform absent where this Tidegate has no terraform: a touched root is then named and
   *     not planned
   */
  public Plans(HeadCheck check, Optional<TerraformPlans> terraform) {
    this.check = check;
    this.terraform = terraform;
  }

  void publish(
      HeadSource source, boolean fromFork, Judging.Read read, Benches.Bench bench, Run run) {
    Change change = read.change();
    List<RolloutPlan.Root> roots = new Planner(bench.fleet()).roots(change);
    if (roots.isEmpty()) {
      return;
    }
    if (fromFork) {
      say(source, run, "The pull request comes from a fork: its code is not run.");
      return;
    }
    if (terraform.isEmpty()) {
      say(source, run, "No terraform or tofu is configured for this Tidegate.");
      return;
    }
    List<TerraformPlan> made = new ArrayList<>();
    for (RolloutPlan.Root root : roots) {
      made.add(
          run.step(
              "plan " + root.path(),
              TerraformPlan.class,
              () -> terraform.get().plan(change, root.path())));
    }
    String id = check.key(source) + " plan";
    run.step(
        "report plans",
        () -> check.beside(source, RolloutRuns.plans(source.repo(), source.head(), made, id)));
  }

  private void say(HeadSource source, Run run, String reason) {
    CheckReport report =
        RolloutRuns.notPlanned(source.repo(), source.head(), check.key(source) + " plan", reason);
    run.step("report no plan", () -> check.beside(source, report));
  }
}
