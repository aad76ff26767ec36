package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like a secret in healthy files and is none. */
final class QuietTest {
  private static Scan scan(String text) {
    return Scanner.unkeyed().bytes(text.getBytes(StandardCharsets.UTF_8), Scanner.Style.SETTINGS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASS=\"\\x1b[32mPASS\"",
        "\"output_token\": \"Contents[-1].Key\"",
        "\"output_token\": \"StreamDescription.Shards[-1].ShardId\"",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:AuroraMain-AbCd4f",
        "<a href=\"guide.html#api_getfederationtoken\">GetFederationToken4All</a>",
        "--private-key \\\"`cat encryption-key.pem`\\\"",
        "see `derivePassword`, `sha256sum`, `genPrivateKey`",
        "\"token1\": \"xoxp-1234567890\"",
        "\"t\": \"xoxp-1234-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d\"",
        "sgp_5555555dAAAAA7777777CcccCFaaaaaaaaaaaaaa"
      })
  void isQuiet(String text) {
    assertThat(scan(text).hits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonMatchingToken", "invalidPassword", "wrongApiKey", "fakeToken"})
  void aNameThatSaysNoIsBelieved(String name) {
    assertThat(scan(name + " = \"" + Planted.value("random20") + "\"").hits()).isEmpty();
  }

  @Test
  void aCommentIsNotQuiet() {
    assertThat(scan("#DB_PASSWORD=" + Planted.value("random20")).hits()).isNotEmpty();
  }

  @Test
  void aBadgesAddressIsForEverybody() {
    String value = Planted.value("random20");
    assertThat(scan("![Build](https://ci.example.net/a.svg?token=" + value + ")").hits()).isEmpty();
    assertThat(scan("curl https://ci.example.net/a?token=" + value).hits()).isNotEmpty();
  }
}
