package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.sim.Developer;
import dev.tidegate.sim.SimCheck;
import dev.tidegate.sim.SimFork;
import dev.tidegate.sim.SimPull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gate and pull requests from forks: GitHub names neither their branch nor themselves. */
final class WholeForkTest {
  private static final String ROOT = "infrastructure/terraform/talos-cluster/";

  @TempDir Path folder;
  private Stage stage;
  private SimFork fork;
  private Developer eve;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage(folder);
    fork = stage.forge.fork("eve", Files.createDirectory(folder.resolve("fork")));
    eve =
        new Developer(
            "eve",
            Files.createDirectory(folder.resolve("eve")),
            fork.cloneUri(),
            "main",
            "simulated-token");
    eve.update("main").branch("topic");
  }

  @AfterEach
  void close() {
    eve.close();
    stage.close();
  }

  private List<SimCheck> ours(String head) {
    return stage.forge.checks(head).stream().filter(c -> c.name().equals("tidegate")).toList();
  }

  private void came(String event, int times) {
    Stage.await(
        times + " " + event,
        () ->
            stage.gate().deliveries().list(Optional.empty(), 100).stream()
                    .filter(d -> d.event().equals(event))
                    .count()
                >= times);
    stage.settled();
  }

  @Test
  void aForksCommitsAreJudgedAndItsCodeIsNotRun() {
    eve.write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    eve.write(ROOT + "more.tf", "locals {\n  leak = file(\"/proc/self/environ\")\n}\n");
    String head = eve.commit("Deploy by hand");
    eve.push("topic");
    SimPull pull = stage.forge.openPull("From a fork", fork, "topic", "main");

    SimCheck check = stage.completed(head, "tidegate");
    assertThat(check.conclusion()).isEqualTo("failure");
    assertThat(check.text()).contains("workflow/manual-kubectl");
    SimCheck plan = stage.completed(head, "tidegate/plan");
    assertThat(plan.conclusion()).isEqualTo("action_required");
    assertThat(plan.summary()).contains("fork");
    came("check_suite", 1);
    assertThat(ours(head)).hasSize(1);
    assertThat(stage.forge.comments(pull.number())).hasSize(1);

    eve.remove("scripts/deploy.sh").remove(ROOT + "more.tf").write("docs/x.md", "x\n");
    String amended = eve.amend("Say x");
    eve.push("topic");
    assertThat(stage.completed(amended, "tidegate").conclusion()).isEqualTo("success");
  }

  @Test
  void bothReRunButtonsFindTheForksPullRequestByItsHead() {
    eve.write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    String head = eve.commit("Deploy by hand");
    eve.push("topic");
    stage.forge.openPull("From a fork", fork, "topic", "main");
    came("pull_request", 1);
    assertThat(ours(head)).hasSize(1);

    stage.forge.rerunAll(head, null);
    came("check_suite", 2);
    assertThat(ours(head)).extracting(SimCheck::conclusion).containsExactly("failure", "failure");

    stage.forge.rerun(head, null);
    came("check_run", 1);
    assertThat(ours(head)).hasSize(3);
  }

  @Test
  void aForkAndABranchWithTheSameHeadShareItsCheckAndAreBothJudgedAgain() {
    eve.write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    String head = eve.commit("Deploy by hand");
    eve.push("topic");
    SimPull forks = stage.forge.openPull("From a fork", fork, "topic", "main");
    came("pull_request", 1);
    stage.git("fetch", "-q", "REMOTE", "refs/pull/" + forks.number() + "/head");
    stage.git("push", "-q", "REMOTE", "FETCH_HEAD:refs/heads/topic");
    SimPull own = stage.forge.openPull("From here", "mia", "topic", "main");
    came("pull_request", 2);
    assertThat(ours(head)).hasSize(1);

    stage.forge.rerunAll(head, "topic");
    came("tidegate.recheck", 2);

    assertThat(ours(head)).hasSize(2);
    assertThat(ours(head).getLast().summary())
        .contains("pull request " + forks.number() + " (denied)")
        .contains("pull request " + own.number() + " (denied)");
  }
}
