package dev.tidegate.scan.gitleaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any configuration is read or refused with a reason, and what was read can be searched with. */
final class GitleaksFuzzTest {
  /** What stands behind the first NUL is the text that the rules are tried on. */
  @FuzzTest(maxDuration = "10m")
  @Timeout(20)
  void gitleaks(byte[] input) {
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\0", 2);
    GitleaksConfig config = GitleaksConfig.read("x.toml", parts[0], path -> Optional.of(""));
    config.problems().forEach(p -> assertThat(p.what()).isNotBlank());
    String text = parts.length > 1 ? parts[1] : "key = \"abcdef0123456789\"";
    assertThat(config.find("a/b.txt", text, "0".repeat(40))).isNotNull();
  }

  /** Found by fuzzing: such a match stood in no line. */
  @Test
  void anEmptyMatchAtALinesEndIsAMatch() {
    GitleaksConfig config =
        GitleaksConfig.read(
            "x.toml", "[[rules]]\nid = \"r\"\nregex = \"x*\"\n", path -> Optional.of(""));
    assertThat(config.find("a", "b\nc\n", "0".repeat(40))).hasSizeGreaterThan(2);
  }
}
