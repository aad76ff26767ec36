package dev.tidegate.scan.gitleaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

final class GitleaksConfigTest {
  private static final String HUE =
      """
      title = "ours"
      [[rules]]
      id = "hue"
      description = "Hue bridge key"
      regex = '''(?i)hue[_-]?key\\s*[:=]\\s*"?(?P<key>[a-z0-9]{12})\\b'''
      secretGroup = 1
      keywords = ["HUE"]
      """;

  private static GitleaksConfig config(String toml) {
    return GitleaksConfig.read("gitleaks.toml", toml, path -> Optional.empty());
  }

  private static List<String> secrets(GitleaksConfig config, String path, String text) {
    return config.find(path, text, "c1").stream().map(GitleaksMatch::secret).toList();
  }

  @Test
  void findsWhatARuleDescribesWithItsGroupAndPlace() {
    List<GitleaksMatch> found = config(HUE).find("a.env", "x=1\n  HUE_KEY=abc123abc123\n", "c1");
    assertThat(found)
        .singleElement()
        .satisfies(m -> {
          assertThat(m.secret()).isEqualTo("abc123abc123");
          assertThat(m.line()).isEqualTo(2);
          assertThat(m.column()).isEqualTo(3);
          assertThat(m.description()).isEqualTo("Hue bridge key");
          assertThat(m.toString()).doesNotContain("abc123");
        });
    assertThat(config(HUE).find("a.env", "nothing here", "c1")).isEmpty();
  }

  @Test
  void wantsMoreEntropyThanTheRuleSays() {
    GitleaksConfig config = config(HUE + "entropy = 3.0\n");
    assertThat(secrets(config, "a", "hue_key=aaaaaaaaaaab")).isEmpty();
    assertThat(secrets(config, "a", "hue_key=" + "q7w3e9r1t5y8")).hasSize(1);
  }

  @Test
  void followsAllowlistsOldAndNew() {
    String text = "hue_key=abc123abc123";
    assertThat(secrets(config(HUE + "[rules.allowlist]\nstopwords=['ABC1']\n"), "a", text))
        .isEmpty();
    assertThat(secrets(config(HUE + "[[rules.allowlists]]\nregexes=['^abc']\n"), "a", text))
        .isEmpty();
    assertThat(
            secrets(
                config(HUE + "[[rules.allowlists]]\nregexTarget='line'\nregexes=['hue_key']\n"),
                "a",
                text))
        .isEmpty();
    assertThat(secrets(config(HUE + "[allowlist]\npaths=['^docs/']\n"), "docs/a", text)).isEmpty();
    assertThat(secrets(config(HUE + "[[allowlists]]\ncommits=['c1']\n"), "a", text)).isEmpty();
    assertThat(
            secrets(
                config(HUE + "[[allowlists]]\ntargetRules=['other']\nregexes=['abc']\n"),
                "a",
                text))
        .hasSize(1);
  }

  @Test
  void joinsConditionsByAndWhereTheFileSaysSo() {
    String both = "[[rules.allowlists]]\ncondition='AND'\npaths=['^docs/']\nregexes=['abc']\n";
    String text = "hue_key=abc123abc123";
    assertThat(secrets(config(HUE + both), "docs/a", text)).isEmpty();
    assertThat(secrets(config(HUE + both), "src/a", text)).hasSize(1);
  }

  @Test
  void wantsWhatACompositeRuleRequiresToStandNear() {
    String user = "[[rules]]\nid='user'\nregex='user=[a-z]+'\n";
    String near = "[[rules.required]]\nid='user'\nwithinLines=1\n";
    GitleaksConfig config = config(HUE + near + user);
    assertThat(ids(config, "user=jo\nhue_key=abc123abc123")).contains("hue");
    assertThat(ids(config, "user=jo\n\n\nhue_key=abc123abc123")).doesNotContain("hue");
  }

  private static List<String> ids(GitleaksConfig config, String text) {
    return config.find("a", text, "").stream().map(GitleaksMatch::rule).toList();
  }

  @Test
  void judgesAPathAloneWhereARuleHasNoPattern() {
    GitleaksConfig config = config("[[rules]]\nid='p12'\npath='\\.p12$'\n");
    assertThat(ids(config, "")).isEmpty();
    assertThat(config.find("certs/a.p12", "", "")).hasSize(1);
  }

  @Test
  void extendsAnotherFileButForDisabledRules() {
    String other = HUE + "[[rules]]\nid='b'\nregex='bbb[0-9]+'\n";
    GitleaksConfig config =
        GitleaksConfig.read(
            "a.toml",
            "[extend]\npath='base.toml'\nuseDefault=true\ndisabledRules=['b']\n",
            path -> path.equals("base.toml") ? Optional.of(other) : Optional.empty());
    assertThat(config.ruleIds()).containsExactly("hue");
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void refusesWhatItCannotFollowWithLineAndReason() {
    GitleaksConfig config = config("[[rules]]\nid='x'\nregex='(?=ahead)a'\n");
    assertThat(config.problems())
        .singleElement()
        .satisfies(p -> {
          assertThat(p.line()).isEqualTo(3);
          assertThat(p.what()).contains("rule x", "RE2");
        });
    assertThat(config("a = [").problems()).hasSize(1);
    assertThat(config("colour = 1").problems().getFirst().what()).contains("colour");
    assertThat(config("[extend]\npath='gone.toml'\n").problems().getFirst().what())
        .contains("gone.toml");
    assertThat(
            config(HUE.replace("secretGroup = 1", "secretGroup = 7")).problems().getFirst().what())
        .contains("no group 7");
  }

  @Test
  void readsDollarAndPosixClassesAsGoDoes() {
    String rule = "[[rules]]\nid='x'\nregex='''k=[[:alnum:]]{3}(?:\\s|$)'''\n";
    assertThat(ids(config(rule), "k=abc")).hasSize(1);
    assertThat(ids(config(rule), "k=abc.")).isEmpty();
    assertThat(config(rule.replace("$", "\\z")).problems()).isEmpty();
  }

  @Test
  void hasNoCatastrophicBacktracking() {
    GitleaksConfig config = config("[[rules]]\nid='x'\nregex='(a+)+b'\n");
    Assertions.assertTimeout(
        Duration.ofMinutes(2), () -> config.find("a", "a".repeat(100_000), ""));
  }
}
