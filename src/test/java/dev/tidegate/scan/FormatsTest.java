package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats and spellings that samples of other scanners' rules taught. */
final class FormatsTest {
  private static List<Hit> hits(String text) {
    return Scanner.unkeyed().text(Planted.expand(text), Scanner.Style.SETTINGS).hits();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clarifai_key = @@hex32@@",
        "deepgram token 1 == @@hex40@@",
        "assemblyai = @@hex32@@",
        "circleci: @@hex40@@",
        "see @@uuid@@:fx",
        "deepl: @@uuid@@",
        "softlayer-key : @@hex64@@",
        "http://api.softlayer.com/soap/v3.1/@@hex64@@",
        "CC_TEST_REPORTER_ID: @@hex64@@",
        "var fbApiKey = '@@hex32@@';",
        "-H 'Jenkins-Crumb:@@hex32@@'",
        "SAUCE_ACCESS_KEY=@@uuid@@",
        "postmark: \"@@uuid@@\"",
        "amzn.mws.@@uuid@@",
        "x px-api-@@uuid@@",
        "x px-dep-@@uuid@@",
        "fc-@@hex32@@",
        "jina_@@random20@@@@random20@@@@random20@@",
        "odt_@@random32@@",
        "sk-pyx-@@random64@@",
        "hawk.@@random20@@.@@random20@@",
        "https://thingsboard.cloud/api/v1/@@random20@@/telemetry",
        "\"login_with_api_key\", \"params\": [\"8-@@random64@@\"]",
        "live_126031192_@@random32@@",
        "bot110201543:AA@@random32@@",
        "<datadog_api_key>\n  @@hex32@@\n</datadog_api_key>",
        "datadog_api_key := `@@hex32@@`",
        "new NetworkCredential(\"me@a.test\", \"@@random20@@\")",
        "new DirectoryEntry(\"LDAP://A\",\n  \"admin\",\n  \"@@random20@@\")",
        "mysqli_connect('db', 'admin', '@@random20@@', 'x')",
        "DBI->connect(\"dbi:mysql:a\", \"me\", \"@@random20@@\")",
        "psexec \\\\10.0.0.1 -u me -p @@random20@@ cmd",
        "Connect-VIServer a -User me -Password Summer1!",
        "credentials {\n  username 'me'\n  password 'hunter22xx'\n}",
        "PresharedKey = @@base64-32@@",
        "curl https://a.test \\\n-u me-@@random20@@:@@random20@@",
        "password = \"super$ecret\""
      })
  void isFound(String text) {
    assertThat(hits(text)).as(text).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this.addPassword = '#add-password';",
        "get '/passwords/:id/edit' => \"cms/sites/passwords#edit\", as: 'edit_password'",
        "put '/forgot-password' => \"cms/sites/passwords#update\"",
        "pwd = (char *) (p + ulen + 2);",
        "SOME_UUID=@@uuid@@",
        "DD_SITE=datadoghq.eu",
        "password \"x\" {",
        "the -password option of this program takes a name",
        "Connect-VIServer $a -user $b -password $c",
        "Connect-VIServer \"$a\" -User \"$b\" -Password \"$c1\"",
        "new NetworkCredential(user, password)",
        "mysql_connect(\"localhost\", \"me\", \"$pw1\")"
      })
  void isQuiet(String text) {
    assertThat(hits(text)).as(text).isEmpty();
  }

  @Test
  void aWordWithADollarInsideOnlyWarns() {
    assertThat(hits("password = \"super$ecret\"").getFirst().confidence())
        .isEqualTo(Hit.Confidence.WEAK);
  }
}
