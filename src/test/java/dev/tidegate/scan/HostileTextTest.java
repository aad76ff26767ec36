package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Text made to cost much. The limit only ends a test that would not: quadratic time is hours here.
 */
final class HostileTextTest {
  private static final int SIZE = 256 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=",
        "password: \"",
        "://",
        "://a:",
        "eyJ",
        "eyJhbGciOi.",
        "ghp_",
        "ghp_abcdef\n",
        "\"a\"+",
        "\" + \"",
        "-----BEGIN ",
        "sk-",
        "%41",
        "%41%42",
        "a",
        "aGVsbG8gd29ybGQg",
        " ",
        "\n",
        "{",
        "[",
        "&a *a ",
        "--token ",
        "PuTTY-User-Key-File-3: x\n",
        "Private-Lines: 3\n",
        "<<A\n",
        "\\u0067",
        "xoxb-",
        "authorization: ",
        ":AA",
        "AccountKey="
      })
  void costsLinearTime(String piece) {
    byte[] bytes = piece.repeat(SIZE / piece.length()).getBytes(StandardCharsets.UTF_8);
    Scan scan =
        Assertions.assertTimeout(
            Duration.ofMinutes(5), () -> Scanner.unkeyed().bytes(bytes, Scanner.Style.SETTINGS));
    assertThat(scan.hits()).hasSizeLessThan(3000);
  }
}
