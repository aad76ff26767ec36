package dev.tidegate.inbox.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.testing.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 8192, 65_537, 1024 * 1024, 1024 * 1024 + 1})
  void givesBackWhatCame(int length) {
    byte[] text = "{\"url\":\"https://api.github.com/\"},".repeat(length / 8 + 1).getBytes(UTF_8);
    byte[] body = java.util.Arrays.copyOf(text, length);
    Packed packed = Packed.of(body);
    assertThat(packed.plain()).isEqualTo(body);
    assertThat(packed.length() >= 0).isEqualTo(length >= 512 && length <= 1024 * 1024);
  }

  @Test
  void whatWouldGrowLiesAsItCame() {
    byte[] body = new byte[10_000];
    new Random(1).nextBytes(body);
    assertThat(Packed.of(body)).isEqualTo(new Packed(body, -1));
  }

  @Test
  void gitHubsPayloadsBecomeLessThanAThird() throws IOException {
    try (Stream<Path> files = Files.list(Contracts.require("github/webhooks"))) {
      long plain = 0;
      long packed = 0;
      for (Path file : files.toList()) {
        byte[] body = Files.readAllBytes(file);
        Packed one = Packed.of(body);
        assertThat(one.plain()).isEqualTo(body);
        plain += body.length;
        packed += one.stored().length;
      }
      assertThat(packed * 3).isLessThan(plain);
    }
  }

  @Test
  void damageIsSaidAndNeverTakenForABody() {
    byte[] stored = Packed.of("0123456789".repeat(1000).getBytes(UTF_8)).stored();
    for (int length : new int[] {0, 9_999, 10_001, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> new Packed(stored, length).plain())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("damaged");
    }
  }
}
