package dev.tidegate.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.manifest.ArgoApplication.Form;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ArgoTest {
  private static final String HEAD =
      "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\n";

  private static ArgoApplication app(String spec) {
    return ArgoApplication.of(ManifestsTest.one(HEAD + spec)).orElseThrow();
  }

  @Test
  void readsAnApplicationWhole() {
    ArgoApplication app =
        ArgoApplication.of(
                ManifestsTest.one(
                    """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Application
                    metadata:
                      name: web
                      namespace: argocd
                      annotations: {argocd.argoproj.io/manifest-generate-paths: .;/lib}
                      finalizers: [resources-finalizer.argocd.argoproj.io]
                    spec:
                      project: apps
                      source:
                        repoURL: https://example.com/r.git
                        path: kubernetes/web
                        targetRevision: main
                        helm: {valueFiles: [values.yaml]}
                      destination: {name: prod, namespace: web}
                      syncPolicy:
                        automated: {prune: yes, selfHeal: true}
                        syncOptions: [CreateNamespace=true]
                    """))
            .orElseThrow();
    assertThat(app.name()).isEqualTo("web");
    assertThat(app.project()).isEqualTo("apps");
    assertThat(app.projectLine()).isEqualTo(9);
    assertThat(app.form()).isEqualTo(Form.SOURCE);
    assertThat(app.sources().getFirst().path()).isEqualTo("kubernetes/web");
    assertThat(app.sources().getFirst().line()).isEqualTo(11);
    assertThat(app.sources().getFirst().valueFiles()).containsExactly("values.yaml");
    assertThat(app.destination().name()).isEqualTo("prod");
    assertThat(app.destination().server()).isEmpty();
    assertThat(app.destination().line()).isEqualTo(15);
    assertThat(app.sync().automated()).isTrue();
    assertThat(app.sync().prune()).isTrue();
    assertThat(app.sync().allowEmpty()).isFalse();
    assertThat(app.sync().options()).containsExactly("CreateNamespace=true");
    assertThat(app.generatePaths()).contains(".;/lib");
    assertThat(app.finalizers()).hasSize(1);
  }

  @Test
  void readsEveryFormOfSources() {
    assertThat(app("spec: {}\n").form()).isEqualTo(Form.NONE);
    ArgoApplication several =
        app("spec:\n  sources:\n  - {repoURL: a, chart: c}\n  - {repoURL: b, ref: v}\n");
    assertThat(several.form()).isEqualTo(Form.SOURCES);
    assertThat(several.sources()).extracting(s -> s.chart() + s.ref()).containsExactly("c", "v");
    assertThat(app("spec: {sourceHydrator: {drySource: {path: p}}}\n").form())
        .isEqualTo(Form.HYDRATOR);
    assertThat(app("spec: {source: {path: p}, sources: [{path: q}]}\n").form())
        .isEqualTo(Form.SEVERAL);
    assertThat(
            ArgoApplication.of(ManifestsTest.one("apiVersion: app.k8s.io/v1\nkind: Application\n")))
        .isEmpty();
  }

  @Test
  @DisplayName("cases 115 to 117: destination and project come as written")
  void keepsBothDestinationsAndTheDefaultProject() {
    ArgoApplication app =
        app("spec:\n  project: default\n  destination: {server: https://x, name: y}\n");
    assertThat(app.destination().server() + app.destination().name()).isEqualTo("https://xy");
    assertThat(app.project()).isEqualTo("default");
    assertThat(app("spec: {syncPolicy: {automated: {enabled: false}}}\n").sync().automated())
        .isFalse();
  }

  @Test
  @DisplayName("case 118: templated project in an ApplicationSet")
  void readsTheTemplateOfAnApplicationSet() {
    ApplicationSet set =
        ApplicationSet.of(
                ManifestsTest.one(
                    """
                    apiVersion: argoproj.io/v1alpha1
                    kind: ApplicationSet
                    metadata: {name: s}
                    spec:
                      goTemplate: true
                      generators: [{git: {}}, {clusters: {}}]
                      template:
                        metadata: {name: '{{.path}}'}
                        spec: {project: '{{.team}}', source: {path: '{{.path}}'}}
                    """))
            .orElseThrow();
    assertThat(set.generators()).containsExactly("git", "clusters");
    assertThat(set.goTemplate()).isTrue();
    assertThat(ArgoApplication.isTemplated(set.template().project())).isTrue();
    assertThat(set.template().line()).isEqualTo(9);
  }

  @Test
  void readsBothInfisicalKinds() {
    InfisicalSecret dynamic =
        InfisicalSecret.of(
                ManifestsTest.one(
                    """
                    apiVersion: secrets.infisical.com/v1alpha1
                    kind: InfisicalSecret
                    metadata: {name: s}
                    spec:
                      authentication:
                        universalAuth:
                          secretsScope: {projectSlug: p, envSlug: prod, secretsPath: /x, recursive: true}
                          credentialsRef: {secretName: c, secretNamespace: n}
                      managedKubeSecretReferences:
                        - {secretName: out, secretNamespace: web}
                    """))
            .orElseThrow();
    assertThat(dynamic.problems()).isEmpty();
    assertThat(dynamic.authentication()).containsExactly("universalAuth");
    assertThat(dynamic.scopes().getFirst().path()).isEqualTo("/x");
    assertThat(dynamic.scopes().getFirst().recursive()).isTrue();
    assertThat(dynamic.targets().getFirst())
        .isEqualTo(new InfisicalSecret.Target("Secret", "out", "web", "Orphan", 10));
    InfisicalSecret fixed =
        InfisicalSecret.of(
                ManifestsTest.one(
                    """
                    apiVersion: secrets.infisical.com/v1beta1
                    kind: InfisicalStaticSecret
                    spec:
                      infisicalAuthRef: {name: a, namespace: b}
                      sources: [{projectId: p, environmentSlug: dev}]
                      targets: [{kind: Secret, name: t, namespace: n, creationPolicy: Owner}]
                    """))
            .orElseThrow();
    assertThat(fixed.problems())
        .extracting(p -> p.what() + p.line())
        .containsExactly("secretPath is missing5");
    assertThat(fixed.targets().getFirst().creationPolicy()).isEqualTo("Owner");
  }

  @Test
  void saysWhatAnInfisicalSecretLacks() {
    String head = "apiVersion: secrets.infisical.com/v1alpha1\nkind: InfisicalSecret\n";
    assertThat(InfisicalSecret.of(ManifestsTest.one(head)).orElseThrow().problems())
        .extracting(p -> p.what())
        .containsExactly(
            "spec is missing",
            "spec.authentication names no way of logging in",
            "it writes no Secret: no managed reference or target");
  }
}
