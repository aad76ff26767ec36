package dev.tidegate.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.syntax.Yaml;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ManifestsTest {
  static Manifest one(String text) {
    List<Manifest> all = Manifests.of(Yaml.read(text));
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<String> titles(String text) {
    return Manifests.of(Yaml.read(text)).stream().map(m -> m.title() + " " + m.line()).toList();
  }

  @Test
  void tellsObjectsFromOtherDocuments() {
    assertThat(
            titles("replicas: 1\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n- x\n"))
        .containsExactly("Pod a 3");
    Manifest app =
        one("apiVersion: apps/v1\nkind: Deployment\nmetadata: {namespace: n, name: d}\n");
    assertThat(app.group()).isEqualTo("apps");
    assertThat(app.is("apps", "Deployment")).isTrue();
    assertThat(app.title()).isEqualTo("Deployment n/d");
    assertThat(one("apiVersion: v1\nkind: Pod\n").group()).isEmpty();
  }

  @Test
  @DisplayName("case 104 and 105: a Secret in a List, in a List in a List, in a SecretList")
  void unrollsLists() {
    assertThat(
            titles(
                """
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: List
                  items:
                  - apiVersion: v1
                    kind: Secret
                    metadata: {name: deep}
                - apiVersion: v1
                  kind: Pod
                """))
        .containsExactly("Secret deep 7", "Pod  10");
    assertThat(titles("apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: s}\n"))
        .containsExactly("Secret s 4");
    assertThat(titles("apiVersion: v1\nkind: List\nitems: 3\n")).isEmpty();
  }

  @Test
  @DisplayName("cases 101, 106, 120 and 121: last document, JSON, an escape, a space")
  void seesThroughDisguises() {
    assertThat(titles("a: 1\n---\nb: 2\n---\napiVersion: v1\nkind: Secret\n"))
        .containsExactly("Secret  5");
    assertThat(one("{\"apiVersion\": \"v1\", \"kind\": \"Sec\\u0072et\"}").kind())
        .isEqualTo("Secret");
    assertThat(one("apiVersion: 'v1 '\nkind: ' Secret'\n").is("", "Secret")).isTrue();
    assertThat(one("x: &k {kind: Secret}\napiVersion: v1\n<<: *k\n").kind()).isEqualTo("Secret");
  }

  @Test
  @DisplayName("case 122: a Secret inside a ConfigMap's string")
  void readsWhatAConfigMapCarries() {
    Manifest carrier =
        one(
            """
            apiVersion: v1
            kind: ConfigMap
            data:
              note: kind words
              list: |
                # first
                apiVersion: v1
                kind: Secret
                metadata: {name: hidden}
              flow: '{"apiVersion": "v1", "kind": "Secret"}'
            """);
    assertThat(Manifests.embedded(carrier).stream().map(m -> m.kind() + m.name() + m.line()))
        .containsExactly("Secrethidden7", "Secret10");
  }

  @Test
  @DisplayName("case 108: a Helm template is told by its place and its directives")
  void knowsATemplate() {
    assertThat(Manifests.isTemplate("chart/templates/a.yaml", "a: {{ .Values.b }}\n")).isTrue();
    assertThat(Manifests.isTemplate("chart/templates/a.yaml", "a: 1\n")).isFalse();
    assertThat(Manifests.isTemplate("apps/set.yaml", "name: '{{ name }}'\n")).isFalse();
  }

  @Test
  void readsAnnotationsAndLabels() {
    Manifest m =
        one("apiVersion: v1\nkind: A\nmetadata: {annotations: {a: b, n: 3}, labels: {c: d}}\n");
    assertThat(m.annotations()).containsEntry("a", "b").containsEntry("n", "3");
    assertThat(m.labels()).containsEntry("c", "d");
  }
}
