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
  void aTerraformRootIsFollowedThroughTemplatesAndJsonAndDoubtedWhereItCannotBeRead() {
    String root = "infrastructure/terraform/talos-cluster/";
    String main =
        "locals {\n  a = templatefile(\"${path.module}/a.tftpl\", {})\n  b = \"file(\\\"c.txt\\\")\"\n}\n";
    MemoryTree tree =
        BASE.with(root + "main.tf", main)
            .with(root + "a.tftpl", "x ${file(\"../../../f.txt\")} $${file(\"../../../c.txt\")}")
            .with(root + "m.tf.json", "{\"module\": {\"m\": {\"source\": \"../../../mod\"}}}")
            .with("mod/main.tofu", "locals { x = filebase64(\"${path.module}/../g.txt\") }");
    assertThat(roots(tree, tree.with("f.txt", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with("g.txt", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with("mod/x", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with("c.txt", "x"))).isEmpty();
    MemoryTree broken = tree.with(root + "v.tf", "locals {\n  b = <<EOT\n");
    assertThat(roots(broken, broken.with("c.txt", "x")).getFirst().reason())
        .contains("v.tf cannot be read, line 2");
    MemoryTree named = tree.with(root + "v.tf", "module \"m\" {\n  source = var.m\n}\n");
    assertThat(roots(named, named.with("c.txt", "x")).getFirst().reason()).contains("computed");
  }

  @Test
  void aSetOfFilesBelowAModuleIsNoDoubt() {
    String root = "infrastructure/terraform/talos-cluster/";
    String main = "locals { a = [for f in fileset(path.module, \"nodes/*.yaml\") : f] }";
    MemoryTree tree = BASE.with(root + "main.tf", main).with("c.txt", "c");
    assertThat(roots(tree, tree.with("c.txt", "x"))).isEmpty();
    assertThat(roots(tree, tree.with(root + "nodes/b.yaml", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with(root + ".terraform.lock.hcl", "x"))).hasSize(1);
    assertThat(roots(tree, tree.with(root + "prod.auto.tfvars", "x"))).hasSize(1);
  }

  @Test
  void talosPathsAreNamed() {
    MemoryTree tree = BASE.with("infrastructure/talos/node.yaml", "x");
    assertThat(plan(ChangeSketch.on(BASE).commit("c", tree)).talos())
        .containsExactly("infrastructure/talos/node.yaml");
  }

  @Test
  void aSourceIsFollowedHoweverItSpellsThisRepositoryItsBranchAndItsFolder() {
    MemoryTree after = BASE.with("apps/foo/a.yaml", "a: 2");
    for (String url :
        List.of(
            "https://github.com/acme/gitops",
            "https://github.com/acme/gitops/",
            "https://github.com/acme/gitops.git/",
            "https://GitHub.com/Acme/GitOps.git",
            "https://user:pass@github.com/acme/gitops.git",
            "https://github.com:443/acme/gitops",
            "git@github.com:acme/gitops.git",
            "git@github.com:/acme/gitops.git",
            "org-12@github.com:acme/gitops",
            "ssh://git@github.com/acme/gitops.git",
            "ssh://git@github.com:22/acme/gitops",
            "ssh://git@ssh.github.com:443/acme/gitops.git",
            "git+ssh://git@github.com/acme/gitops",
            " https://github.com/acme/gitops")) {
      assertThat(affected(after, app("foo").source(App.Source.of(url, "apps/foo", "main"))))
          .as(url)
          .containsExactly("foo");
    }
    for (String revision : List.of("", "HEAD", "main", "refs/heads/main", "heads/main")) {
      assertThat(affected(after, app("foo").source(source("apps/foo", revision))))
          .as(revision)
          .containsExactly("foo");
    }
    for (String revision :
        List.of("v1.0", "refs/tags/main", "Main", "1".repeat(40), "maintenance")) {
      assertThat(affected(after, app("foo").source(source("apps/foo", revision))))
          .as(revision)
          .isEmpty();
    }
    for (String path :
        List.of("apps/foo/", "./apps/foo", "apps//foo", "/apps/foo", "apps/x/../foo")) {
      assertThat(affected(after, app("foo").source(source(path, "main"))))
          .as(path)
          .containsExactly("foo");
    }
    assertThat(affected(after, app("root").source(source(".", "main")))).isEmpty();
    assertThat(affected(BASE.with("top.yaml", "a: 1"), app("root").source(source(".", "main"))))
        .containsExactly("root");
  }

  private static App.Source source(String path, String revision) {
    return App.Source.of(TestApp.REPO, path, revision);
  }

  @Test
  void theAnnotationIsReadAsArgoCdReadsIt() {
    for (String paths :
        List.of(
            "/shared",
            "/shared/",
            "../../shared",
            ".;/shared",
            " . ; /shared ;",
            "/shared/*.yaml",
            "/sh*/x.yaml",
            "/shared/x.yaml")) {
      assertThat(
              affected(
                  BASE.with("shared/x.yaml", "x"),
                  app("foo").path("apps/foo").generatePaths(paths)))
          .as(paths)
          .containsExactly("foo");
    }
    for (String paths : List.of("shared", "/share", "/shared/*.yml", "/*.yaml", ".")) {
      assertThat(
              affected(
                  BASE.with("shared/x.yaml", "x"),
                  app("foo").path("apps/foo").generatePaths(paths)))
          .as(paths)
          .isEmpty();
    }
    assertThat(
            affected(
                BASE.with("apps/foo/a.yaml", "a: 2"),
                app("foo").path("apps/foo").generatePaths("/elsewhere")))
        .as("an annotation narrower than what is read hides a real change from Argo CD, not here")
        .containsExactly("foo");
  }

  @Test
  void everySourceOfAnApplicationCounts() {
    App.Source chart =
        new App.Source(
            "https://charts.example",
            "",
            "4.2.1",
            "web",
            "",
            "Helm",
            List.of("$values/envs/prod/web.yaml", "$values/envs/common.yaml"),
            List.of(),
            App.Directory.standard(),
            false);
    App.Source values =
        new App.Source(
            TestApp.REPO,
            "",
            "main",
            "",
            "values",
            "",
            List.of(),
            List.of(),
            App.Directory.standard(),
            false);
    TestApp app = app("web").source(chart).source(values).source(source("apps/foo", "main"));
    assertThat(affected(BASE.with("envs/prod/web.yaml", "a: 1"), app)).containsExactly("web");
    assertThat(affected(BASE.with("envs/common.yaml", "a: 1"), app)).containsExactly("web");
    assertThat(affected(BASE.with("apps/foo/new.yml", "a: 1"), app)).containsExactly("web");
    assertThat(affected(BASE.with("envs/dev/web.yaml", "a: 1"), app)).isEmpty();
    assertThat(affected(BASE.with("apps/foo/README.md", "x"), app)).isEmpty();
    ChangeSketch change =
        ChangeSketch.on(BASE).commit("c", BASE.with("envs/prod/web.yaml", "a: 1"));
    assertThat(plan(change, app).targets().getFirst().watched()).containsExactly(1, 2);
  }

  @Test
  void applicationsOfOneNameInTwoNamespacesAreTwo() {
    TestApp here = app("web").path("apps/foo");
    TestApp there = app("web").in("team-a").path("apps/foo");
    ChangeSketch change = ChangeSketch.on(BASE).commit("c", BASE.with("apps/foo/a.yaml", "a: 2"));
    assertThat(plan(change, here, there).targets())
        .extracting(t -> t.name().toString())
        .containsExactly("argocd/web", "team-a/web");
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
