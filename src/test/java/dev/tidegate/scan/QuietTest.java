package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
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
        "sgp_5555555dAAAAA7777777CcccCFaaaaaaaaaaaaaa",
        "'secret': 'V1SecretVolumeSource',",
        "'service_account_token': 'V1ServiceAccountTokenProjection'",
        "oauth2_creds: 'oauth2client_4_0.client.OAuth2Credentials',",
        "ps(\"SecretKeyFactory\", \"PBEWithHmacSHA512/224AndAES_128\",",
        "{ \"key.password\", \"Schl\\u00FCsselkennwort\" },",
        "{ \"Enter.keystore.password.\", \"\\u30AD\\u30FC\\u30B9\" },",
        "{ \".Private.Credential.\", \"\\tPrivate Credential: \" },",
        "{ \"Private.key.password.optional.\", \"Private-Key-Kennwort (optional): \" },",
        "'USERPWD', 'HTTP200ALIASES', 'FILE',",
        "_SECRET_PARTIAL = r'(?P<secret>[a-zA-Z0-9-_]{1,255})'",
        "\"pattern\":\"arn:([a-z\\\\d-]+):.*:.*:secret:AmazonLookoutMetrics-.+\"",
        "_password = _messages.StringField(1)",
        "def load(password: bytes | None, key: str):",
        "    set oldpwd [pwd]",
        "\"Authorization\": \"Bearer access_token\","
      })
  void isQuiet(String text) {
    assertThat(scan(text).hits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonMatchingToken", "invalidPassword", "wrongApiKey", "fakeToken"})
  void aNameThatSaysNoIsBelieved(String name) {
    assertThat(scan(name + " = \"" + Planted.value("random20") + "\"").hits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--- PASS: TestRotatesThePassword (1.20s)",
        "    --- PASS: Test_create/success_case_12 (0.00s)",
        "PASS: login-works\nFAIL: logout-works",
        "# TOTAL: 2\nPASS: basic\n",
        "PASS: gcc.dg/torture/a1b2c3d4e5.c",
        "PASS: some_test_name",
        "PASS: name (1.2s)",
        "- results of tests, as several tools write them, such as `PASS: name (1.2s)`, are none",
        "A line such as PASS: name (1.2s) tells how a test ended",
        "[PASS]: one\n[PASS]: other",
        "XPASS: gdb.base/foo.exp",
        "FAIL: test_password: returned_ok",
        "ok 1 - a\nPASS: keeps-running",
        "echo \"PASS: test_mode_labels_docs\""
      })
  void aTestsResultIsNoPassword(String text) {
    assertThat(scan(text).hits()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PASS: hunter22xx",
        "USER: a\nPASS: correct-horse\nHOST: b",
        "DB_PASS: hunter22xx",
        "PASS=hunter22xx",
        "PASS: Xk29vbQm4t (changed)",
        "PASS: \"hunter22xx\"\nFAIL: x",
        "FAIL: login\nPASS: Xk29vbQm4tZz81"
      })
  void aPasswordNamedPassIsFound(String text) {
    assertThat(scan(text).hits()).isNotEmpty();
  }

  @Test
  void aCommentIsNotQuiet() {
    assertThat(scan("#DB_PASSWORD=" + Planted.value("random20")).hits()).isNotEmpty();
  }

  /** As Helm's values, CUE and Jsonnet hold it, where no kind says that it is sealed. */
  @ParameterizedTest
  @ValueSource(ints = {256, 384, 512})
  void whatKubesealWroteIsNoSecretWhereverItStands(int key) {
    byte[] sealed = new byte[2 + key + 17 + 12];
    new Random(key).nextBytes(sealed);
    sealed[0] = (byte) (key >> 8);
    sealed[1] = (byte) key;
    String value = Base64.getEncoder().encodeToString(sealed);
    for (String place :
        List.of("password: %s", "{ token: '%s' }", "API_KEY=%s", "secret: \"%s\"")) {
      assertThat(scan(place.formatted(value)).hits()).as(place).isEmpty();
      assertThat(scan(place.formatted("Zx" + value.substring(2, 200))).hits()).isNotEmpty();
    }
  }

  @Test
  void aBadgesAddressIsForEverybody() {
    String value = Planted.value("random20");
    assertThat(scan("![Build](https://ci.example.net/a.svg?token=" + value + ")").hits()).isEmpty();
    assertThat(scan("curl https://ci.example.net/a?token=" + value).hits()).isNotEmpty();
  }

  @Test
  void theMarksOfArchivesInCodeAreNoArchives() {
    String code =
        """
        MAGIC = {
            "gzip": b"\\x1f\\x8b\\x08\\x00\\x00\\x00\\x00\\x00\\x00\\x03",
            "octal": b"\\037\\213\\010\\000\\000\\000\\000\\000\\002\\377",
            "xz": b"\\xfd\\x37\\x7a\\x58\\x5a\\x00",
            "zip": b"\\x50\\x4b\\x03\\x04\\x14\\x00\\x00\\x00\\x08\\x00",
            "zstd": b"\\x28\\xb5\\x2f\\xfd\\x24\\x00\\x01\\x00",
            "7z": b"\\x37\\x7a\\xbc\\xaf\\x27\\x1c\\x00\\x04",
            "rar": b"\\x52\\x61\\x72\\x21\\x1a\\x07\\x01\\x00",
            "bz2": b"\\x42\\x5a\\x68\\x39\\x31\\x41\\x59\\x26\\x53\\x59",
        }
        """;
    Scan scan = scan(code);
    assertThat(scan.hits()).isEmpty();
    assertThat(scan.unread()).isEmpty();
  }
}
