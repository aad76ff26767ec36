package dev.tidegate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class PlantedTest {
  @Test
  void isTheSameValueEachTimeAndAnotherForAnotherNumber() {
    assertThat(Planted.value("github-pat")).isEqualTo(Planted.value("github-pat")).hasSize(40);
    assertThat(Planted.value("github-pat#2")).isNotEqualTo(Planted.value("github-pat"));
  }

  @Test
  void nestsTransforms() {
    String twice = Planted.value("base64:base64:github-pat");
    String once = new String(Base64.getDecoder().decode(twice), StandardCharsets.UTF_8);
    assertThat(once).isEqualTo(Planted.value("base64:github-pat"));
    assertThat(Planted.value("head:npm") + Planted.value("tail:npm"))
        .isEqualTo(Planted.value("npm"));
    assertThat(Planted.value("percent:proxmox-token")).startsWith("%72%6f%6f%74%40");
  }

  @Test
  void indentsAValueOfSeveralLinesAsItsPlaceholder() {
    String text = Planted.expand("key: |\n  @@private-key-ec@@\nnext: 1\n");
    assertThat(text.lines().filter(l -> !l.startsWith("  ")).toList())
        .containsExactly("key: |", "next: 1");
  }

  @Test
  void everyNameAndDocumentExpandsWithoutARest() {
    for (String name : Planted.names()) {
      assertThat(Planted.expand("x @@" + name + "@@ y")).doesNotContain("@@");
    }
    assertThat(Planted.value("kubeconfig")).contains("client-key-data: LS0t").doesNotContain("@@");
  }

  @Test
  void refusesANameItDoesNotKnow() {
    assertThatThrownBy(() -> Planted.expand("@@no-such-token@@"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no-such-token");
  }
}
