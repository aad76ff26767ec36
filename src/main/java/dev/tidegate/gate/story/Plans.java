package dev.tidegate.gate.story;

import dev.tidegate.change.Change;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.PullRequests.PullRequest;
import dev.tidegate.journal.Run;
import dev.tidegate.report.Forge;
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
  private final Forge forge;
  private final Optional<TerraformPlans> terraform;

  /**
   * @param terraform absent where this Tidegate has no terraform: a touched root is then named and
   *     not planned
   */
  public Plans(Forge forge, Optional<TerraformPlans> terraform) {
    this.forge = forge;
    this.terraform = terraform;
  }

  void publish(
      RepoId repo, PullRequest pull, String key, Judging.Read read, Benches.Bench bench, Run run) {
    Change change = read.change();
    List<RolloutPlan.Root> roots = new Planner(bench.fleet()).roots(change);
    if (roots.isEmpty()) {
      return;
    }
    if (pull.fromFork()) {
      say(repo, pull, key, run, "The pull request comes from a fork: its code is not run.");
      return;
    }
    if (terraform.isEmpty()) {
      say(repo, pull, key, run, "No terraform or tofu is configured for this Tidegate.");
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
    run.step(
        "report plans",
        () -> forge.publish(RolloutRuns.plans(repo, pull.head(), made, key + " plan")));
  }

  private void say(RepoId repo, PullRequest pull, String key, Run run, String reason) {
    run.step(
        "report no plan",
        () -> forge.publish(RolloutRuns.notPlanned(repo, pull.head(), key + " plan", reason)));
  }
}
