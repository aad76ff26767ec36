package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.sim.SimArgoCd;
import dev.tidegate.sim.SimCheck;
import dev.tidegate.sim.SimFault;
import dev.tidegate.sim.SimPull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gate, and what people and GitHub do beside the straight way. */
final class WholeEventsTest {
  private static final String DEPLOYMENT = "kubernetes/applications/litellm/deployment.yaml";
  private static final String SCRIPT = "#!/bin/sh\nkubectl apply -f x.yaml\n";
  private static final String LAX = "rules: { workflow/manual-kubectl: { level: \"off\" } }\n";

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
    return DemoFiles.text("gitops/" + DEPLOYMENT).replace("replicas: 1", "replicas: " + replicas);
  }

  private String scaledOn(String branch, int replicas) {
    stage.mia.branch(branch).write(DEPLOYMENT, scaled(replicas));
    String head = stage.mia.commit("Scale litellm");
    stage.mia.push(branch);
    return head;
  }

  private String deniedOn(String branch) {
    stage.mia.branch(branch).write("scripts/deploy.sh", SCRIPT);
    String head = stage.mia.commit("Deploy by hand");
    stage.mia.push(branch);
    return head;
  }

  @Test
  void aPullRequestIsMergedAndRollsOut() {
    String head = scaledOn("scale", 2);
    SimPull pull = stage.forge.openPull("Scale", "mia", "scale", "main");
    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("success");

    String merge = stage.forge.merge(pull.number(), "mia").orElseThrow();

    assertThat(stage.completed(merge, "tidegate").conclusion()).isEqualTo("success");
    SimCheck rollout = stage.completed(merge, "tidegate/rollout");
    assertThat(rollout.conclusion()).isEqualTo("success");
    assertThat(rollout.text()).contains("argocd/litellm").doesNotContain("grafana");
    assertThat(stage.argo.deployed("litellm")).isEqualTo(merge);
    assertThat(stage.argo.refreshes("grafana")).isZero();
    stage.settled();
    assertThat(stage.forge.comments(pull.number())).isEmpty();
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  void aBranchWithAPolicyToSomebodysLikingMakesNoHeadGreen() {
    stage.mia.branch("lax").write(".tidegate.yaml", LAX).write("scripts/deploy.sh", SCRIPT);
    stage.mia.commit("Allow everything");
    stage.mia.push("lax");
    String head = scaledOn("topic", 2);
    stage.forge.openPull("Topic", "mia", "topic", "lax");

    SimCheck check = stage.completed(head, "tidegate");

    assertThat(check.conclusion()).isEqualTo("failure");
    assertThat(check.text()).contains("workflow/manual-kubectl");
  }

  @Test
  void theGroupBeforeThisOneDoesNotBringItsPolicy() {
    stage.mia.branch("gh-readonly-queue/main/pr-1").write(".tidegate.yaml", LAX);
    String first = stage.mia.commit("Allow kubectl");
    String second = deniedOn("gh-readonly-queue/main/pr-2");
    stage.mia.push("gh-readonly-queue/main/pr-1");

    stage.forge.deliver(
        "merge_group",
        Map.of(
            "action",
            "checks_requested",
            "merge_group",
            Map.of(
                "base_sha",
                first,
                "head_sha",
                second,
                "base_ref",
                "refs/heads/main",
                "head_ref",
                "refs/heads/gh-readonly-queue/main/pr-2")));

    SimCheck check = stage.completed(second, "tidegate");
    assertThat(check.conclusion()).isEqualTo("failure");
    assertThat(check.summary()).contains("1 commit");
    stage.settled();
    assertThat(stage.forge.checks(first)).isEmpty();
  }

  @Test
  void theRequestsThatContainADeniedPushAreToldEvenWhereOneTakesNoComment() {
    String bad = deniedOn("topic");
    SimPull locked = stage.forge.openPull("Topic", "mia", "topic", "main");
    assertThat(stage.completed(bad, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    String next = stage.mia.branch("more").write("docs/x.md", "x\n").commit("Say x");
    stage.mia.push("more");
    SimPull open = stage.forge.openPull("More", "mia", "more", "main");
    stage.completed(next, "tidegate");
    stage.settled();
    int before = stage.forge.comments(open.number()).size();
    stage.forge.fault(
        SimFault.refusal(
            "POST",
            "/issues/" + locked.number() + "/comments",
            403,
            "Unable to create comment because issue is locked.",
            1));

    stage.git("push", "-q", "REMOTE", bad + ":refs/heads/main");

    Stage.await(
        "the other is told", () -> stage.forge.comments(open.number()).size() == before + 1);
    stage.settled();
    assertThat(stage.forge.checks(bad)).hasSize(1);
    assertThat(stage.forge.check(bad, "tidegate").orElseThrow().conclusion()).isEqualTo("failure");
    assertThat(stage.forge.comments(open.number())).hasSize(before + 1);
    assertThat(stage.forge.comments(open.number()).getLast().body())
        .contains("nothing is rolled out")
        .contains(bad);
    assertThat(stage.argo.refreshes("litellm")).isZero();
  }

  @Test
  void aBranchThatIsMovedBackIsNewsAndTheNextPushGoesOnFromThere() {
    String before = stage.forge.tip("main").orElseThrow();
    String scaled = stage.mia.write(DEPLOYMENT, scaled(3)).commit("Scale litellm");
    stage.mia.push("main");
    stage.completed(scaled, "tidegate/rollout");
    stage.settled();

    stage.git("push", "-q", "--force", "REMOTE", before + ":refs/heads/main");

    SimCheck moved = stage.completed(before, "tidegate");
    assertThat(moved.conclusion()).isEqualTo("failure");
    assertThat(moved.text()).contains("commit/force-push");
    stage.settled();
    stage.git("reset", "-q", "--hard", before);
    String next = stage.mia.write(DEPLOYMENT, scaled(4)).commit("Scale litellm");
    stage.git("push", "-q", "REMOTE", next + ":refs/heads/main");
    assertThat(stage.completed(next, "tidegate").conclusion()).isEqualTo("success");
    assertThat(stage.completed(next, "tidegate/rollout").conclusion()).isEqualTo("success");
    assertThat(stage.argo.deployed("litellm")).isEqualTo(next);
  }

  @Test
  void aDeniedPushThatIsTakenOffTheBranchHoldsNothingBack() {
    String before = stage.forge.tip("main").orElseThrow();
    String bad = stage.mia.write("scripts/deploy.sh", SCRIPT).commit("Deploy by hand");
    stage.mia.push("main");
    assertThat(stage.completed(bad, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    stage.git("reset", "-q", "--hard", before);
    String good = stage.mia.write(DEPLOYMENT, scaled(2)).commit("Scale litellm");
    stage.mia.push("main");

    SimCheck forced = stage.completed(good, "tidegate");
    assertThat(forced.text()).contains("commit/force-push").doesNotContain("manual-kubectl");
    stage.settled();
    String next = stage.mia.write(DEPLOYMENT, scaled(3)).commit("Scale litellm");
    stage.mia.push("main");
    assertThat(stage.completed(next, "tidegate/rollout").conclusion()).isEqualTo("success");
    assertThat(stage.argo.deployed("litellm")).isEqualTo(next);
  }

  @Test
  void tagsOtherBranchesAndDeletionsWriteNothing() {
    String head = scaledOn("topic", 2);
    stage.git("push", "-q", "REMOTE", head + ":refs/tags/v1");
    stage.git("push", "-q", "REMOTE", ":refs/heads/topic");
    stage.git("push", "-q", "REMOTE", ":refs/tags/v1");
    Stage.await(
        "ping, four pushes and a suite came",
        () -> stage.gate().deliveries().list(Optional.empty(), 10).size() == 6);
    stage.settled();
    assertThat(written()).isEmpty();
  }

  @Test
  void theReRunButtonOfAPullRequestJudgesItAgain() {
    String head = deniedOn("topic");
    SimPull pull = stage.forge.openPull("Topic", "mia", "topic", "main");
    stage.completed(head, "tidegate");
    stage.settled();

    stage.forge.rerun(head, "topic");

    Stage.await("a second check", () -> stage.forge.checks(head).size() == 2);
    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();
    assertThat(stage.forge.comments(pull.number())).hasSize(1);
    assertThat(stage.forge.comments(pull.number()).getFirst().edits()).isZero();
  }

  @Test
  void aPullRequestThatIsRetargetedIsJudgedAgain() {
    String head = deniedOn("topic");
    stage.mia.push("topic");
    stage.git("push", "-q", "REMOTE", head + ":refs/heads/other");
    SimPull pull = stage.forge.openPull("Topic", "mia", "topic", "other");
    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    stage.settled();

    int before = stage.gate().deliveries().list(Optional.empty(), 20).size();
    stage.forge.retarget(pull.number(), "main", "mia");

    Stage.await(
        "it came", () -> stage.gate().deliveries().list(Optional.empty(), 20).size() > before);
    stage.settled();
    assertThat(stage.completed(head, "tidegate").conclusion()).isEqualTo("failure");
    assertThat(stage.forge.checks(head)).hasSize(1);
  }

  @Test
  void theEventsOfAClosedPullRequestAreLeftAlone() {
    String head = deniedOn("topic");
    SimPull pull = stage.forge.openPull("Topic", "mia", "topic", "main");
    stage.completed(head, "tidegate");
    stage.settled();
    stage.forge.shut(pull.number(), "mia");
    stage.settled();
    List<String> writes = written();

    stage.forge.comment(pull.number(), "mia", "/tidegate recheck");
    stage.forge.rerun(head, "topic");
    Stage.await(
        "both came", () -> stage.gate().deliveries().list(Optional.empty(), 20).size() >= 8);
    stage.settled();

    assertThat(written()).isEqualTo(writes);
  }

  /** What was written on GitHub, apart from asking for tokens. */
  private List<String> written() {
    return stage.forge.writes().stream().filter(w -> !w.contains("/app/")).toList();
  }

  @Test
  void aRestartInTheMiddleOfARolloutFinishesIt() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.LOSES_FIRST_REFRESH);
    String head = stage.mia.write(DEPLOYMENT, scaled(4)).commit("Scale litellm");
    stage.mia.push("main");
    stage.completed(head, "tidegate");
    Stage.await("Argo CD was asked", () -> stage.argo.refreshes("litellm") > 0);
    assertThat(
            stage.gate().deliveries().list(Optional.empty(), 10).stream()
                .filter(d -> d.event().equals("push"))
                .map(d -> d.state().word())
                .toList())
        .as("work is open at the moment of the restart")
        .isSubsetOf(List.of("running", "waiting", "retrying"));

    stage.restart();

    assertThat(stage.completed(head, "tidegate/rollout").conclusion()).isEqualTo("success");
    stage.settled();
    assertThat(stage.forge.checks(head)).hasSize(2);
  }

  @Test
  void aFixIsJudgedWhileAnOlderRolloutHangsAndCarriesBoth() {
    stage.argo.behave("litellm", SimArgoCd.Behaviour.NEVER_READY);
    String hanging = stage.mia.write(DEPLOYMENT, scaled(4)).commit("Scale litellm");
    stage.mia.push("main");
    Stage.await("Argo CD was asked", () -> stage.argo.refreshes("litellm") > 0);

    String grafana = "kubernetes/applications/grafana/deployment.yaml";
    String more = DemoFiles.text("gitops/" + grafana).replace("replicas: 1", "replicas: 2");
    String fix = stage.mia.write(grafana, more).commit("Scale grafana");
    stage.mia.push("main");
    assertThat(stage.completed(fix, "tidegate").conclusion()).isEqualTo("success");
    SimCheck replaced = stage.completed(hanging, "tidegate/rollout");
    assertThat(replaced.conclusion()).isNotEqualTo("success");
    assertThat(replaced.summary() + replaced.text()).contains("A newer push took its place");
    stage.argo.behave("litellm", SimArgoCd.Behaviour.NORMAL);

    SimCheck both = stage.completed(fix, "tidegate/rollout");
    assertThat(both.conclusion()).isEqualTo("success");
    assertThat(both.text()).contains("argocd/litellm").contains("argocd/grafana");
  }

  @Test
  void withATokenStatusesAndTheCommentCarryTheVerdict() throws Exception {
    stage.close();
    stage =
        new Stage(
            Files.createDirectory(folder.resolve("token")),
            yaml ->
                yaml.replace(
                    "app: { id: 1, privateKey: { file: app.pem } }",
                    "token: { env: GITHUB_TOKEN }"));
    stage.forge.refuseCheckRuns();
    String head = deniedOn("topic");
    SimPull pull = stage.forge.openPull("Topic", "mia", "topic", "main");

    Stage.await(
        "a failing status",
        () ->
            stage
                .forge
                .check(head, "tidegate")
                .filter(c -> c.conclusion().equals("failure"))
                .isPresent());
    stage.settled();
    assertThat(stage.forge.checks(head)).extracting(SimCheck::conclusion).contains("");
    assertThat(stage.forge.check(head, "tidegate").orElseThrow().title())
        .isEqualTo("Denied: 1 finding to fix");
    assertThat(stage.forge.comments(pull.number())).hasSize(1);
    assertThat(stage.forge.comments(pull.number()).getFirst().body())
        .contains("workflow/manual-kubectl")
        .contains("scripts/deploy.sh");
    assertThat(written()).noneMatch(w -> w.contains("/check-runs"));

    stage.mia.remove("scripts/deploy.sh").write(DEPLOYMENT, scaled(2));
    String amended = stage.mia.amend("Scale litellm");
    stage.mia.push("topic");
    Stage.await(
        "a green status",
        () ->
            stage
                .forge
                .check(amended, "tidegate")
                .filter(c -> c.conclusion().equals("success"))
                .isPresent());
    stage.settled();
    assertThat(stage.forge.comments(pull.number()).getFirst().edits()).isEqualTo(1);
  }

  @Test
  void aModuleOutsideATerraformRootIsPlannedWithIt() {
    assumeTrue(RealClients.onPath("terraform").isPresent(), "terraform is not installed");
    String root = "infrastructure/terraform/talos-cluster/";
    String module = "infrastructure/terraform/shared/names/main.tf";
    stage.mia.write(root + "names.tf", "module \"names\" {\n  source = \"../shared/names\"\n}\n");
    stage.mia.write(module, "resource \"terraform_data\" \"name\" {\n  input = \"one\"\n}\n");
    String landed = stage.mia.commit("Add names");
    stage.mia.push("main");
    assertThat(stage.completed(landed, "tidegate").conclusion()).isEqualTo("success");
    stage.mia.branch("names");
    stage.mia.write(
        module, "resource \"terraform_data\" \"name\" {\n  input = sensitive(\"canary-two\")\n}\n");
    String head = stage.mia.commit("Rename");
    stage.mia.push("names");
    stage.forge.openPull("Rename", "mia", "names", "main");

    SimCheck plan = stage.completed(head, "tidegate/plan");

    assertThat(plan.conclusion()).as(plan.text()).isEqualTo("success");
    assertThat(plan.text())
        .contains("module.names.terraform_data.name")
        .contains("(sensitive)")
        .doesNotContain("canary-two");
  }

  @Test
  void twoPullRequestsOfOneHeadShareItsVerdict() {
    String head = deniedOn("one");
    stage.git("push", "-q", "REMOTE", head + ":refs/heads/two");
    SimPull one = stage.forge.openPull("One", "mia", "one", "main");
    SimPull two = stage.forge.openPull("Two", "mia", "two", "main");
    Stage.await(
        "both are told",
        () ->
            stage.forge.comments(one.number()).size() == 1
                && stage.forge.comments(two.number()).size() == 1);
    stage.settled();
    assertThat(stage.forge.check(head, "tidegate").orElseThrow().conclusion()).isEqualTo("failure");
  }
}
