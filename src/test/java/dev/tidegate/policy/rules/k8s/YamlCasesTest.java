package dev.tidegate.policy.rules.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.syntax.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** YAML as Kubernetes reads it, seen through the rule. */
final class YamlCasesTest {
  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n";
  private static final String POD =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: a}]\n";

  private static void taken(String text) {
    assertThat(Judged.file("a.yaml", text)).isEmpty();
  }

  private static void refused(String text, String why) {
    assertThat(Judged.file("a.yaml", text))
        .singleElement()
        .asString()
        .startsWith("deny")
        .contains(why);
  }

  @Test
  @DisplayName("cases 92 and 93: tags of other languages, unknown tags")
  void refusesTags() {
    for (String tag : List.of("!!javax.script.ScriptEngineManager []", "!vault x")) {
      assertThat(Yaml.read(MAP + "  a: " + tag + "\n").problem()).as(tag).isPresent();
    }
  }

  @Test
  @DisplayName("case 95: the Norway value")
  void takesNoForABoolean() {
    for (String word : List.of("no", "NO", "off", "y", "Yes")) {
      refused(MAP + "  country: " + word + "\n", "must be text, not true or false");
    }
    taken(MAP + "  country: \"no\"\n  zone: nO\n");
    taken(POD + "  hostNetwork: on\n");
  }

  @Test
  @DisplayName("case 96: octal modes")
  void readsOctal() {
    String volume = "  volumes: [{name: v, secret: {secretName: s, defaultMode: %s}}]\n";
    taken(POD + volume.formatted("0444"));
    taken(POD + volume.formatted("0o777"));
    refused(POD + volume.formatted("0o1000"), "must be at most 511");
    refused(POD + volume.formatted("0777777"), "must be at most 511");
  }

  @Test
  @DisplayName("case 97: no base 60")
  void readsTimesAsText() {
    taken(MAP + "  at: 12:30\n  long: 1:2:3\n");
  }

  @Test
  @DisplayName("cases 98 and 99: byte order marks, UTF-16")
  void readsEncodings() {
    taken("\uFEFF" + MAP + "  a: b\n");
    Yaml.Stream stream =
        Yaml.read(("\uFEFF" + MAP + "  a: 1\n").getBytes(StandardCharsets.UTF_16LE));
    assertThat(stream.documents()).hasSize(1);
  }

  @Test
  @DisplayName("case 102: empty documents")
  void leavesEmptyDocumentsOut() {
    taken("---\n---\n# nothing\n---\n" + MAP + "  a: b\n---\n");
  }

  @Test
  @DisplayName("cases 106, 107, 111: JSON in .yaml, YAML in .json, any letter case")
  void goesByContent() {
    String json =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"dat\":{}}";
    for (String name : List.of("a.yaml", "a.yml", "A.YAML", "a.Json")) {
      assertThat(Judged.file(name, json)).as(name).hasSize(1);
      assertThat(Judged.file(name, MAP + "  a: 1\n")).as(name).hasSize(1);
    }
  }

  @Test
  @DisplayName("cases 104 and 105: List kinds, nested")
  void judgesTheItemsOfLists() {
    refused(
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items:\n"
            + "  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, dada: {}}\n",
        "dada is no field");
  }

  @Test
  @DisplayName("case 108: templates and values are not manifests")
  void leavesTemplatesAlone() {
    assertThat(Judged.file("charts/a/templates/a.yaml", MAP + "  a: {{ .Values.a }}\n")).isEmpty();
    assertThat(Judged.file("charts/a/values.yaml", "kind: DaemonSet\nreplicas: two\n")).isEmpty();
    assertThat(Judged.file("charts/a/Chart.yaml", "apiVersion: v2\nname: a\n")).isEmpty();
    taken(POD.replace("image: a", "image: \"${IMAGE}\""));
  }

  @Test
  @DisplayName("case 113: the fix for a file of 13 MB names no line")
  void saysWhatToDoWithWhatIsTooLong() {
    String said =
        Judged.file(new ManifestReadable(), "a.yaml", "#" + "a".repeat(13_000_000)).getFirst();
    assertThat(said).contains("longer than 12582912 characters", "keep it out of git");
    assertThat(said).doesNotContain("Correct line");
    assertThat(Judged.file(new ManifestReadable(), "a.yaml", "kind: a\n b: c\n").getFirst())
        .contains("Correct line 2");
  }

  @Test
  @DisplayName("cases 120 and 121: escapes and spaces")
  void seesThroughEscapes() {
    refused("apiVersion: v1 \nkind: \"Sec\\u0072et\"\nmetadata: {name: a}\ndatta: {}\n", "datta");
  }
}
