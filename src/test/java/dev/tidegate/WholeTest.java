package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.sim.SimArgoCd;
import dev.tidegate.sim.SimCheck;
import dev.tidegate.sim.SimFault;
import dev.tidegate.sim.SimPull;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signed delivery in; what reaches GitHub and Argo CD, asserted. */
final class WholeTest {
  private static final String APP = "kubernetes/applications/litellm/";
  private static final String SCRIPT = "#!/bin/sh\nkubectl apply -f x.yaml\n";

  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private String scaled(int replicas) {
    return DemoFiles.text("gitops/" + APP + "deployment.yaml")
        .replace("replicas: 1", "replicas: " + replicas);
  }

  private String denied(String branch) {
    stage.mia.branch(branch).write("scripts/deploy.sh", SCRIPT);
    String head = stage.mia.commit("Deploy by hand");
    stage.mia.push(branch);
    return head;
  }

  @Test
  void aDeniedPullRequestGetsOneCheckAndOneCommentAndTurnsGreenInPlace() {
    String head = denied("topic");
    SimPull pull = stage.forge.openPull("Topic", "mia", "topic", "main");

    SimCheck red = stage.completed(head, "tidegate");
    assertThat(red.conclusion()).isEqualTo("failure");
    assertThat(red.text()).contains("workflow/manual-kubectl");
    assertThat(red.annotations()).anyMatch(a -> a.startsWith("scripts/deploy.sh:2"));
    Stage.await("a comment", () -> stage.forge.comments(pull.number()).size() == 1);

    stage.mia.remove("scripts/deploy.sh").write(APP + "deployment.yaml", scaled(2));
    String amended = stage.mia.amend("Scale litellm");
    stage.mia.push("topic");

    assertThat(stage.completed(amended, "tidegate").conclusion()).isEqualTo("success");
    stage.settled();
    assertThat(stage.forge.comments(pull.number())).hasSize(1);
    assertThat(stage.forge.comments(pull.number()).getFirst().edits()).isEqualTo(1);
    assertThat(stage.forge.checks(head)).hasSize(1);
    assertThat(stage.forge.checks(amended)).hasSize(1);
  }

  @Test
  void noCommentOnGreen() {
    stage.mia.branch("green").write(APP + "deployment.yaml", scaled(2));
    String head = stage.mia.commit("Scale litellm");
    stage.mia.push("green");
    SimPull pull = stage.forge.openPull("Green", "mia", "green", "main");

    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("success");
    stage.settled();
    assertThat(stage.forge.comments(pull.number())).isEmpty();
  }

  @Test
  void aCommandThatALaterCommitRemovesDoesNotBlock() {
    stage.mia.branch("hide").write("scripts/deploy.sh", SCRIPT).commit("Deploy by hand");
    String head = stage.mia.remove("scripts/deploy.sh").commit("Tidy up");
    stage.mia.push("hide");
    stage.forge.openPull("Hide", "mia", "hide", "main");

    // The rule about commands looks at what stands in the end; the one about secrets does not.
    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("success");
  }

  @Test
  @DisplayName("case 196: the reply to a written comment is lost, and no twin is written")
  void aLostReplyWritesNoTwin() {
    stage.forge.fault(SimFault.lostReply("POST", "/comments", 1));
    stage.forge.fault(SimFault.lostReply("POST", "/check-runs", 1));
    String head = denied("lost");
    SimPull pull = stage.forge.openPull("Lost", "mia", "lost", "main");

    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    assertThat(stage.forge.comments(pull.number())).hasSize(1);
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  @DisplayName("case 188: a proxy's 502 page before any effect is tried again")
  void aBadGatewayIsTriedAgain() {
    stage.forge.fault(SimFault.htmlError("PATCH", "/check-runs", 502, 1));
    String head = denied("gateway");
    stage.forge.openPull("Gateway", "mia", "gateway", "main");

    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  void aDirectPushThatIsDeniedRollsNothingOutAndHoldsBackTheNext() {
    String bad = stage.mia.write("scripts/deploy.sh", SCRIPT).commit("Deploy by hand");
    stage.mia.push("main");
    assertThat(stage.completed(bad, "tidegate").conclusion()).isEqualTo("failure");

    String innocent = stage.mia.write(APP + "deployment.yaml", scaled(2)).commit("Scale litellm");
    stage.mia.push("main");

    SimCheck held = stage.completed(innocent, "tidegate");
    assertThat(held.conclusion()).isEqualTo("failure");
    assertThat(held.text()).contains("workflow/manual-kubectl");
    stage.settled();
    assertThat(stage.argo.refreshes("litellm")).isZero();

    String repaired = stage.mia.remove("scripts/deploy.sh").commit("Leave deploying to Argo CD");
    stage.mia.push("main");

    assertThat(stage.completed(repaired, "tidegate").conclusion()).isEqualTo("success");
    assertThat(stage.completed(repaired, "tidegate/rollout").conclusion()).isEqualTo("success");
    assertThat(stage.argo.deployed("litellm")).isEqualTo(repaired);
  }

  @Test
  void aRolloutAsksAgainWhereArgoCdLosesTheFirstRefresh() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.LOSES_FIRST_REFRESH);
    String head = pushScaled();

    assertThat(stage.completed(head, "tidegate/rollout").conclusion()).isEqualTo("success");
    assertThat(stage.argo.refreshes("litellm")).isGreaterThan(1);
    assertThat(stage.argo.refreshes("grafana")).isZero();
  }

  @Test
  @DisplayName("case 183: degraded after healthy is a failure, with Argo CD's word for it")
  void aDegradedApplicationIsNoSuccess() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.DEGRADED);
    SimCheck check = stage.completed(pushScaled(), "tidegate/rollout");
    assertThat(check.conclusion()).isEqualTo("failure");
    assertThat(check.summary() + check.text()).contains("Degraded");
  }

  @Test
  void aManifestThatArgoCdCannotRenderIsNoSuccess() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.BAD_MANIFEST);
    SimCheck check = stage.completed(pushScaled(), "tidegate/rollout");
    assertThat(check.conclusion()).isNotEqualTo("success");
    assertThat(check.summary() + check.text()).contains("Failed to");
  }

  @Test
  void aPushToldTwiceIsJudgedOnce() {
    String head = pushScaled();
    stage.completed(head, "tidegate/rollout");
    stage.forge.tellAgain(head);
    stage.settled();
    assertThat(stage.forge.checks(head)).hasSize(2);
    MeterRegistry metrics = stage.gate().metrics();
    assertThat(metrics.counter("tidegate.rollouts", "outcome", "success").count()).isEqualTo(1);
    assertThat(metrics.counter("tidegate.checks", "check", "tidegate", "state", "success").count())
        .isPositive();
  }

  @Test
  void reRunningADeniedPushJudgesTheSameAgain() {
    String bad = stage.mia.write("scripts/deploy.sh", SCRIPT).commit("Deploy by hand");
    stage.mia.push("main");
    stage.completed(bad, "tidegate");
    stage.settled();

    stage.forge.rerun(bad, "main");

    Stage.await("a second check", () -> stage.forge.checks(bad).size() == 2);
    assertThat(stage.completed(bad, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    assertThat(stage.argo.refreshes("litellm")).isZero();
  }

  @Test
  void aReRunOfAnOlderCommitMovesNothingBack() {
    String first = pushScaled();
    stage.completed(first, "tidegate/rollout");
    String second = stage.mia.write(APP + "deployment.yaml", scaled(5)).commit("Scale again");
    stage.mia.push("main");
    stage.completed(second, "tidegate/rollout");
    stage.settled();

    stage.forge.rerun(first, "main");
    stage.settled();

    assertThat(stage.forge.checks(first)).hasSize(2);
    assertThat(stage.argo.deployed("litellm")).isEqualTo(second);
  }

  @Test
  void aSyncThatFailsAndIsTriedAgainIsNoSuccess() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.SYNC_FAILS);
    SimCheck check = stage.completed(pushScaled(), "tidegate/rollout");
    assertThat(check.conclusion()).isNotEqualTo("success");
    assertThat(check.summary() + check.text()).contains("spec.replicas");
  }

  @Test
  @DisplayName("case 187: a secondary limit with a word of when is waited for, and nothing doubled")
  void aRateLimitIsWaitedFor() {
    stage.forge.fault(SimFault.rateLimit("POST", "/check-runs", 1, 1));
    String head = denied("limited");
    stage.forge.openPull("Limited", "mia", "limited", "main");

    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  void recheckIsForThoseWhoMayWrite() {
    String head = denied("again");
    SimPull pull = stage.forge.openPull("Again", "mia", "again", "main");
    stage.completed(head, "tidegate");
    stage.settled();

    stage.forge.comment(pull.number(), "stranger", "/tidegate recheck");
    stage.settled();
    assertThat(stage.forge.checks(head)).hasSize(1);

    stage.forge.comment(pull.number(), "mia", "/tidegate recheck");
    Stage.await("a second check", () -> stage.forge.checks(head).size() == 2);
    stage.completed(head, "tidegate");
  }

  @Test
  void aPolicyThatCannotBeReadIsDeniedBeforeItLands() {
    stage.mia.branch("break").write(".tidegate.yaml", "rules: {}\nclustres: []\n");
    String head = stage.mia.commit("Break the policy");
    stage.mia.push("break");
    stage.forge.openPull("Break", "mia", "break", "main");

    SimCheck check = stage.completed(head, "tidegate");
    assertThat(check.conclusion()).isEqualTo("failure");
    assertThat(check.text()).contains("policy/own-file").contains("clustres");
    assertThat(check.annotations()).anyMatch(a -> a.startsWith(".tidegate.yaml:2"));
  }

  @Test
  void aPolicyThatCannotBeReadJudgesNothingButTheChangeThatMendsIt() {
    String broken = stage.mia.write(".tidegate.yaml", "clustres: []\n").commit("Break the policy");
    stage.mia.push("main");
    assertThat(stage.completed(broken, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    stage.mia.branch("after").write(APP + "deployment.yaml", scaled(2));
    String head = stage.mia.commit("Scale litellm");
    stage.mia.push("after");
    stage.forge.openPull("After", "mia", "after", "main");

    SimCheck check = stage.completed(head, "tidegate");
    assertThat(check.conclusion()).isEqualTo("action_required");
    assertThat(check.summary()).contains("clustres");

    String mended = stage.mia.branch("mend").remove(".tidegate.yaml").commit("Mend the policy");
    stage.mia.push("mend");
    stage.forge.openPull("Mend", "mia", "mend", "main");
    assertThat(stage.completed(mended, "tidegate").conclusion()).isEqualTo("success");
  }

  @Test
  void aRestartLosesNothing() {
    String head = denied("restart");
    stage.forge.openPull("Restart", "mia", "restart", "main");
    Stage.await(
        "ping, push, suite and pull request came",
        () -> stage.gate().deliveries().list(Optional.empty(), 10).size() == 4);
    stage.restart();

    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  void whatIsWrittenComesInOrder() {
    String head = denied("order");
    SimPull pull = stage.forge.openPull("Order", "mia", "order", "main");
    stage.completed(head, "tidegate");
    stage.settled();

    List<String> writes = stage.forge.writes().stream().filter(w -> !w.contains("/app/")).toList();
    assertThat(writes).hasSize(3);
    assertThat(writes.get(0)).isEqualTo("POST /repos/acme/gitops/check-runs");
    assertThat(writes.get(1)).startsWith("PATCH /repos/acme/gitops/check-runs/");
    assertThat(writes.get(2))
        .isEqualTo("POST /repos/acme/gitops/issues/" + pull.number() + "/comments");
  }

  private String pushScaled() {
    String head = stage.mia.write(APP + "deployment.yaml", scaled(3)).commit("Scale litellm");
    stage.mia.push("main");
    return head;
  }
}
