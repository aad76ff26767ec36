package dev.tidegate.rollout.affected;

import static dev.tidegate.rollout.TestApp.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.RefName;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.RolloutPlan.Certainty;
import dev.tidegate.rollout.RolloutPlan.Role;
import dev.tidegate.rollout.RolloutPlan.Root;
import dev.tidegate.rollout.RolloutPlan.Target;
import dev.tidegate.rollout.TestApp;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.Fleets;
import dev.tidegate.testing.MemoryTree;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a change touches, by drawn trees. */
final class PlannerTest {
  private static final MemoryTree BASE =
      MemoryTree.nothing()
          .with("apps/foo/a.yaml", "a: 1")
          .with("apps/foo-bar/a.yaml", "a: 1")
          .with("apps/k/kustomization.yaml", "resources: [../base]\n")
          .with("apps/base/kustomization.yml", "resources: [d.yaml]\n")
          .with("apps/base/d.yaml", "a: 1");

  @Test
  void aFolderIsNotItsNeighboursPrefix() {
    assertThat(affected(BASE.with("apps/foo-bar/a.yaml", "a: 2"), app("foo").path("apps/foo")))
        .isEmpty();
    assertThat(affected(BASE.with("apps/foo/a.yaml", "a: 2"), app("foo").path("apps/foo")))
        .containsExactly("foo");
  }

  @Test
  void bothSidesOfAMoveCount() {
    MemoryTree moved = BASE.without("apps/foo/a.yaml").with("apps/foo-bar/b.yaml", "a: 1");
    assertThat(affected(moved, app("foo").path("apps/foo"), app("foo-bar").path("apps/foo-bar")))
        .containsExactlyInAnyOrder("foo", "foo-bar");
  }

  @Test
  void aKustomizationIsFollowedIntoItsBases() {
    assertThat(affected(BASE.with("apps/base/d.yaml", "a: 2"), app("k").path("apps/k")))
        .containsExactly("k");
    assertThat(affected(BASE.with("apps/foo/a.yaml", "a: 2"), app("k").path("apps/k"))).isEmpty();
  }

  @Test
  void aRemoteBaseProvesNothingSoItIsRefreshedWithTheReason() {
    MemoryTree remote =
        BASE.with("apps/k/kustomization.yaml", "resources: ['https://x.example/b?ref=v1']\n");
    ChangeSketch change = ChangeSketch.on(remote).commit("c", remote.with("other", "x"));
    Target target = plan(change, app("k").path("apps/k")).targets().getFirst();
    assertThat(target.certainty()).isEqualTo(Certainty.UNKNOWN);
    assertThat(target.reason()).contains("https://x.example/b");
  }

  @Test
  void anAnnotatedApplicationThatIsAffectedGetsAHardRefresh() {
    ChangeSketch change = ChangeSketch.on(BASE).commit("c", BASE.with("shared/x.yaml", "x"));
    TestApp annotated = app("foo").path("apps/foo").generatePaths("/shared;.");
    RolloutPlan plan = plan(change, annotated, app("k").path("apps/k"));
    assertThat(plan.targets()).singleElement().extracting(Target::refresh).isEqualTo(Refresh.HARD);
    assertThat(plan.unaffected()).isEqualTo(1);
  }

  @Test
  void otherBranchesAndRepositoriesAreNotAsked() {
    TestApp tag = app("v1").source(App.Source.of(TestApp.REPO, "apps/foo", "v1"));
    TestApp head =
        app("head").source(App.Source.of("git@github.com:acme/gitops", "apps/foo", "HEAD"));
    TestApp other =
        app("x").source(App.Source.of("https://github.com/acme/other", "apps/foo", "main"));
    assertThat(affected(BASE.with("apps/foo/a.yaml", "a: 2"), tag, head, other))
        .containsExactly("head");
  }

  @Test
  void aNewApplicationWaitsForTheOneThatAppliesItsManifest() {
    MemoryTree more =
        BASE.with(
            "kubernetes/argocd-apps/new.yaml",
            """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: new, namespace: argocd}
            spec: {source: {repoURL: "https://github.com/acme/gitops", path: apps/foo}}
            """);
    ChangeSketch change = ChangeSketch.on(BASE).commit("c", more);
    Target child = plan(change, app("apps").path("kubernetes/argocd-apps")).targets().getLast();
    assertThat(child.role()).isEqualTo(Role.DEFINED);
    assertThat(child.after()).extracting(n -> n.name()).containsExactly("apps");
    assertThat(child.watched()).containsExactly(0);
  }

  @Test
  void aTerraformRootIsTouchedThroughModulesAndFilesButNotThroughComments() {
    String root = "infrastructure/terraform/talos-cluster/";
    String main = "# file(\"../../../c.txt\")\nmodule \"m\" { source = \"../m\" }";
    MemoryTree tree =
        BASE.with(root + "main.tf", main)
            .with("infrastructure/terraform/m/main.tf", "locals { a = file(\"../../../f.txt\") }");
    assertThat(roots(tree, tree.with("infrastructure/terraform/m/main.tf", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with("f.txt", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with("c.txt", "x"))).isEmpty();
    MemoryTree computed = tree.with(root + "v.tf", "locals { b = file(var.name) }");
    assertThat(roots(computed, computed.with("c.txt", "x")).getFirst().reason())
        .contains("computed");
  }

  @Test
  void talosPathsAreNamed() {
    MemoryTree tree = BASE.with("infrastructure/talos/node.yaml", "x");
    assertThat(plan(ChangeSketch.on(BASE).commit("c", tree)).talos())
        .containsExactly("infrastructure/talos/node.yaml");
  }

  private static List<Root> roots(MemoryTree before, MemoryTree after) {
    return plan(ChangeSketch.on(before).commit("c", after)).roots();
  }

  private static List<String> affected(MemoryTree after, TestApp... apps) {
    return plan(ChangeSketch.on(BASE).commit("c", after), apps).targets().stream()
        .map(t -> t.name().name())
        .toList();
  }

  private static RolloutPlan plan(ChangeSketch change, TestApp... apps) {
    List<App> all = Stream.of(apps).map(TestApp::build).toList();
    return new Planner(Fleets.three()).plan(change.change(), RefName.branch("main"), all);
  }
}
