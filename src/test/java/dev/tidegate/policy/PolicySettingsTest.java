package dev.tidegate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.policy.PolicySettings.Level;
import dev.tidegate.policy.PolicySettings.PathLevel;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PolicySettingsTest {
  private static final String ID = "f/r";
  private static final RuleDoc DOC =
      new RuleDoc(ID, "A rule", "Why", "Fix", "Nobody", Severity.DENY, true);

  private static Optional<Severity> severity(PolicySettings settings, String path) {
    return settings.severity(DOC, Optional.empty(), path);
  }

  @Test
  void aRuleThatIsNotNamedKeepsItsOwnLevel() {
    assertThat(PolicySettings.standard().level("secret/plaintext", "a.yaml")).isEmpty();
  }

  @Test
  void theFirstPathThatMatchesOutranksTheRulesLevel() {
    PolicySettings settings =
        of(
            setting(
                Level.DENY, new PathLevel("docs/**", Level.OFF), new PathLevel("**", Level.WARN)));
    assertThat(settings.level(ID, "docs/a/b.md")).contains(Level.OFF);
    assertThat(settings.level(ID, "src/a")).contains(Level.WARN);
  }

  @Test
  void aRepositoryMayNotLowerWhatTheServerSet() {
    PolicySettings merged =
        of(setting(Level.DENY))
            .under(of(setting(Level.OFF, new PathLevel("x/**", Level.WARN))), List.of());
    assertThat(severity(merged, "a")).contains(Severity.DENY);
    assertThat(severity(merged, "x/a")).contains(Severity.DENY);
    assertThat(merged.notes(List.of(DOC))).hasSize(2).first().asString().contains("says deny");
  }

  @Test
  void aRepositoryMayNotLowerARuleThatTheServerDoesNotName() {
    PolicySettings merged = PolicySettings.standard().under(of(setting(Level.OFF)), List.of());
    assertThat(severity(merged, "a")).contains(Severity.DENY);
    assertThat(merged.notes(List.of(DOC))).singleElement().asString().contains("off");
  }

  @Test
  void aRepositoryMayLowerWhatTheServerLeavesToIt() {
    PolicySettings merged = of(setting(Level.DENY)).under(of(setting(Level.OFF)), List.of("f/*"));
    assertThat(severity(merged, "a")).isEmpty();
    assertThat(merged.notes(List.of(DOC))).isEmpty();
    PolicySettings other = of(setting(Level.DENY)).under(of(setting(Level.OFF)), List.of("g/*"));
    assertThat(severity(other, "a")).contains(Severity.DENY);
  }

  @Test
  void aRepositoryMayBeStricter() {
    PolicySettings server = of(setting(Level.WARN, new PathLevel("x/**", Level.OFF)));
    PolicySettings merged =
        server.under(
            of(setting(Level.DENY, new PathLevel("x/y/**", Level.NEEDS_HUMAN))), List.of());
    assertThat(severity(merged, "a")).contains(Severity.DENY);
    assertThat(severity(merged, "x/y/a")).contains(Severity.NEEDS_HUMAN);
    assertThat(merged.notes(List.of(DOC))).isEmpty();
    assertThat(severity(server.under(PolicySettings.standard(), List.of()), "x/a")).isEmpty();
  }

  @Test
  void aFindingThatOnlyWarnsIsNotRaisedByALevel() {
    PolicySettings strict = of(setting(Level.DENY));
    assertThat(strict.severity(DOC, Optional.of(Severity.WARN), "a")).contains(Severity.WARN);
    PolicySettings low = of(setting(Level.WARN));
    assertThat(low.severity(DOC, Optional.of(Severity.DENY), "a")).contains(Severity.WARN);
  }

  @Test
  void theServersOptionsAndPathsComeFirst() {
    PolicySettings server =
        of(
            new RuleSetting(
                Optional.empty(),
                Map.of("pattern", List.of("a")),
                List.of(new PathLevel("x/**", Level.WARN))));
    PolicySettings repository =
        of(
            new RuleSetting(
                Optional.empty(),
                Map.of("pattern", List.of("b"), "max", List.of("3")),
                List.of(new PathLevel("x/**", Level.OFF))));
    PolicySettings merged = server.under(repository, List.of());
    assertThat(merged.option(ID, "pattern")).containsExactly("a");
    assertThat(merged.option(ID, "max")).containsExactly("3");
    assertThat(severity(merged, "x/y")).contains(Severity.WARN);
    assertThat(merged.notes(List.of(DOC))).hasSize(2).last().asString().contains("pattern");
  }

  @Test
  void whatIsSaidForOneRepositoryOutranksWhatIsSaidForAll() {
    PolicySettings all = of(setting(Level.DENY, new PathLevel("x/**", Level.OFF)));
    assertThat(severity(of(setting(Level.WARN)).orElse(all), "x/a")).contains(Severity.WARN);
    assertThat(severity(PolicySettings.standard().orElse(all), "x/a")).isEmpty();
  }

  @Test
  void twoStarsAlsoStandForNoFolder() {
    PathLevel level = new PathLevel("**/*.sh", Level.OFF);
    assertThat(level.covers("run.sh")).isTrue();
    assertThat(level.covers("a/b/run.sh")).isTrue();
    assertThat(level.covers("a/run.sh.txt")).isFalse();
    assertThat(new PathLevel("src/{test,it}/", Level.OFF).covers("src/it/a/b")).isTrue();
    assertThat(new PathLevel("a*/b", Level.OFF).covers("a/c/b")).isFalse();
    assertThat(new PathLevel("[!a]b+?(1)", Level.OFF).covers("cb+x(1)")).isTrue();
  }

  @Test
  void aGlobThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> new PathLevel("a/{b", Level.OFF))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RuleSetting setting(Level level, PathLevel... paths) {
    return new RuleSetting(Optional.of(level), Map.of(), List.of(paths));
  }

  private static PolicySettings of(RuleSetting setting) {
    return new PolicySettings(Map.of(ID, setting));
  }

  @Test
  void aRepositoryAddsToWhatMakesARuleStricterAndNothingToWhatMakesItMilder() {
    PolicySettings server = options(Map.of("manual", List.of("a/**")));
    PolicySettings own = options(Map.of("manual", List.of("b/**"), "standard", List.of("**")));
    PolicySettings merged = server.under(own, List.of());
    assertThat(merged.stricter("f/r", "manual")).containsExactly("a/**", "b/**");
    assertThat(merged.milder("f/r", "standard")).isEmpty();
    assertThat(own.milder("f/r", "standard")).containsExactly("**");
    assertThat(server.under(own, List.of("f/*")).milder("f/r", "standard")).containsExactly("**");
  }

  private static PolicySettings options(Map<String, List<String>> options) {
    return new PolicySettings(Map.of("f/r", new RuleSetting(Optional.empty(), options, List.of())));
  }
}
