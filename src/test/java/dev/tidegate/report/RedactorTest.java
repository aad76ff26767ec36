package dev.tidegate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Planted secrets that must not come out, in whatever form. */
final class RedactorTest {
  private final Redactor redactor = new Redactor();

  @Test
  void takesOutAKnownSecretInTheFormsItTravelsIn() {
    String secret = "canary \"7\"+/" + "q".repeat(12);
    redactor.know(secret);
    for (String before : new String[] {"", "x", "xy", "user:", "x-access-token:"}) {
      byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
      String core = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      assertThat(redactor.apply("<" + core + ">")).contains(Redactor.MARK);
    }
    assertThat(redactor.apply("a" + secret + "b")).isEqualTo("a[redacted]b");
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    assertThat(redactor.apply(encoded)).doesNotContain("canary");
    assertThat(redactor.apply(secret.replace("\"", "\\\""))).doesNotContain("canary");
  }

  @Test
  void takesOutWhatHasTheShapeOfACredential() {
    for (String name : new String[] {"github-pat", "aws-access-key", "gitlab-pat"}) {
      String value = planted(name);
      assertThat(redactor.apply("k: " + value + " end")).doesNotContain(value).endsWith(" end");
    }
    assertThat(redactor.apply("https://u:hunter2x@host/p")).isEqualTo("https://[redacted]@host/p");
    assertThat(redactor.apply("Authorization: Bearer abcdefgh"))
        .isEqualTo("Authorization: Bearer [redacted]");
  }

  private static String planted(String name) {
    return switch (name) {
      case "aws-access-key" -> "AKIA" + "ABCDEFGHIJKLMNOP";
      case "gitlab-pat" -> "glpat" + "-abcdefghij0123456789";
      default -> Planted.value(name);
    };
  }

  @Test
  void aShortSecretGoesOnlyWhereItStandsAlone() {
    redactor.know("test");
    assertThat(redactor.apply("a test, contested")).isEqualTo("a [redacted], contested");
  }

  @Test
  void aKeyGoesLineByLineToo() {
    String line = "MIIabc" + "d".repeat(58);
    redactor.know("first-line-of-the-key\n" + line + "\nlast");
    assertThat(redactor.apply("    " + line)).isEqualTo("    [redacted]");
  }

  @Test
  void forgetsTheOldestOfManyPassingTokensAndNoneOfTheLasting() {
    redactor.know("lasting-secret");
    for (int i = 0; i < 100; i++) {
      redactor.knowForNow("passing-token-" + i + "-end");
    }
    assertThat(redactor.apply("lasting-secret passing-token-99-end"))
        .isEqualTo("[redacted] [redacted]");
  }

  @Test
  void leavesOrdinaryTextAlone() {
    String text = "commit " + "a".repeat(40) + " sha256:" + "0".repeat(64) + " ${TOKEN}";
    assertThat(redactor.apply(text)).isEqualTo(text);
  }
}
