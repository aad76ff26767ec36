package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One drawn value in the ways that languages and tools write a name with its value; (c) is curl.
 */
final class SpellingsTest {
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

  private static String drawn(int length) {
    StringBuilder out = new StringBuilder();
    new Random(7).ints(length, 0, LETTERS.length()).forEach(i -> out.append(LETTERS.charAt(i)));
    return out.toString();
  }

  private static List<Hit> hits(String text) {
    return Scanner.unkeyed()
        .bytes(text.getBytes(StandardCharsets.UTF_8), Scanner.Style.SETTINGS)
        .hits();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "var hueToken string = \"{}\"",
        "let hue_token: &str = \"{}\";",
        "val hueToken: String = \"{}\"",
        "static char hue_token[] = \"{}\";",
        "$hueToken .= \"{}\"",
        "HUE_TOKEN ::= \"{}\"",
        "HUE_TOKEN :::= \"{}\"",
        "HUE_TOKEN ?= \"{}\"",
        "hue_token ||= '{}'",
        "System.setProperty(\"HUE_TOKEN\", \"{}\")",
        "config.put('db.password', '{}');",
        "<hueToken>\n    {}\n</hueToken>",
        "<add key=\"HuePassword\" value=\"{}\" />",
        "hue_token: |\n  {}\n",
        "{\\\"hue_token\\\": \\\"{}\\\"}",
        "API key: {}",
        "creds = {}",
        "mySecretString={}",
        "(c) -u jo:{} https://hue.home",
        "(c) --user \"jo:{}\" https://hue.home",
        "(c) -H \"X-Auth-Token: {}\" https://hue.home",
        "sshpass -p '{}' ssh jo@hue.home",
        "mysql -u jo -p{} shop",
        "docker login -u jo -p {} registry.home"
      })
  void findsAValueHoweverItIsWritten(String spelling) {
    String value = drawn(32);
    assertThat(hits(spelling.replace("(c)", "curl").replace("{}", value)))
        .anyMatch(hit -> hit.confidence() != Hit.Confidence.WEAK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.setProperty(\"HUE_TOKEN\", \"hue-token\")",
        "arrayOf(\"password\", \"username\", \"token\")",
        "add_argument(\"--token\", \"-t\", help=\"token of the bridge\")",
        "(c) -u \"$USER:$PASSWORD\" https://hue.home",
        "(c) -u <user:password> https://hue.home",
        "(c) -u jo https://hue.home",
        "sshpass -p \"$HUE_PASSWORD\" ssh jo@hue.home",
        "docker login -u jo -p ${{ secrets.REGISTRY }} registry.home",
        "mysql -u jo -p shop",
        "csrf_token: {}",
        "rookTable = 00{}",
        "video.ico-7a388b69018576d24b59331fd60aab0c.png",
        "<secretName>\n    hue-bridge\n</secretName>",
        "password: |\n  # set by Infisical\n"
      })
  void staysSilentWhereNothingIsGivenAway(String spelling) {
    assertThat(hits(spelling.replace("(c)", "curl").replace("{}", drawn(40)))).isEmpty();
  }
}
