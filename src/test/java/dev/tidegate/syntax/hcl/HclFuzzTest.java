package dev.tidegate.syntax.hcl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.manifest.terraform.Constants;
import dev.tidegate.manifest.terraform.TerraformCommands;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** Any text is answered, with values that stand somewhere in it, and with a place if broken. */
final class HclFuzzTest {
  @FuzzTest(maxDuration = "10m")
  @Timeout(20)
  void hcl(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    int lines = 1 + (int) text.chars().filter(c -> c == '\n').count();
    Hcl.File file = Hcl.read(text);
    file.problem().ifPresent(p -> assertThat(p.line()).isBetween(1, lines));
    file.body().allValues().forEach(v -> assertThat(v.line()).isBetween(1, lines));
    assertThat(Constants.of(file.body())).isNotNull();
    assertThat(TerraformCommands.in(file.body())).isNotNull();
    assertThat(Written.of(file.body())).isNotNull();
    assertThat(Hcl.read("x.tf.json", text)).isNotNull();
    assertThat(Hcl.template(text)).isNotNull();
  }
}
