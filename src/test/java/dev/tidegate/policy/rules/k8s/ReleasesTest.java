package dev.tidegate.policy.rules.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Manifests are judged by the releases of the clusters that they are deployed to. */
final class ReleasesTest {
  private static final String OLD_SCALER =
      """
      apiVersion: autoscaling/v2beta2
      kind: HorizontalPodAutoscaler
      metadata: { name: web }
      spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web } }
      """;
  private static final Fleet FLEET =
      new Fleet(
          List.of(
              new Cluster("prod", URI.create("https://kubernetes.default.svc"), true, "1.25"),
              new Cluster("monit", URI.create("https://10.30.0.20:6443"), false, "1.33")),
          Optional.of("apps"),
          List.of(),
          List.of(),
          List.of("https://github.com/acme/gitops"));

  private static String application(String name, String path, String destination) {
    return """
    apiVersion: argoproj.io/v1alpha1
    kind: Application
    metadata: { name: %s, namespace: argocd }
    spec:
      project: default
      source: { repoURL: https://github.com/acme/gitops, path: %s, targetRevision: main }
      destination: { %s, namespace: web }
    """
        .formatted(name, path, destination);
  }

  /** The severities of what is said about the file. */
  private static List<Severity> judged(String file) {
    MemoryTree tree =
        MemoryTree.nothing()
            .with("apps/old.yaml", application("old", "svc/old", "name: prod"))
            .with(
                "apps/new.yaml",
                application("new", "./svc/new/", "server: 'https://10.30.0.20:6443'"))
            .with("apps/both-a.yaml", application("a", "svc/both", "name: prod"))
            .with("apps/both-b.yaml", application("b", "svc/both", "name: monit"))
            .with(file, OLD_SCALER);
    PolicySettings settings = PolicySettings.standard();
    return new PolicyEngine(RuleBook.of(List.of(new ManifestSchema(settings))), settings)
            .judge(ChangeSketch.on(MemoryTree.nothing()).commit("Add", tree).change(), FLEET)
            .judgement()
            .findings()
            .stream()
            .filter(f -> f.path().equals(Optional.of(file)))
            .map(Finding::severity)
            .toList();
  }

  @Test
  void eachFolderByItsClustersRelease() {
    assertThat(judged("svc/old/hpa.yaml")).containsExactly(Severity.WARN);
    assertThat(judged("svc/old/deep/down/hpa.yaml")).containsExactly(Severity.WARN);
    assertThat(judged("svc/new/hpa.yaml")).containsExactly(Severity.DENY);
  }

  @Test
  void whatSeveralClustersGetMustSuitThemAll() {
    assertThat(judged("svc/both/hpa.yaml")).contains(Severity.DENY);
  }

  @Test
  void whatNoApplicationReachesByTheNewest() {
    assertThat(judged("elsewhere/hpa.yaml")).containsExactly(Severity.DENY);
  }
}
