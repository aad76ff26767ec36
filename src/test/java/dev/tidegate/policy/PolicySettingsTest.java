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
    assertThat(settings.level("r", "docs/a/b.md")).contains(Level.OFF);
    assertThat(settings.level("r", "src/a")).contains(Level.WARN);
  }

  @Test
  void aRepositoryMayNotLowerWhatTheServerSet() {
    PolicySettings.Merged merged =
        of(setting(Level.DENY)).over(of(setting(Level.OFF, new PathLevel("x/**", Level.WARN))));
    assertThat(merged.settings().level("r", "a")).contains(Level.DENY);
    assertThat(merged.settings().level("r", "x/a")).contains(Level.DENY);
    assertThat(merged.notes()).hasSize(2).first().asString().contains("the server says deny");
  }

  @Test
  void aRepositoryMayBeStricterAndMaySetWhatTheServerLeavesOpen() {
    PolicySettings server = of(setting(Level.WARN));
    assertThat(server.over(of(setting(Level.DENY))).settings().level("r", "a"))
        .contains(Level.DENY);
    PolicySettings.Merged open = PolicySettings.standard().over(of(setting(Level.OFF)));
    assertThat(open.settings().level("r", "a")).contains(Level.OFF);
    assertThat(open.notes()).isEmpty();
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
    PolicySettings.Merged merged = server.over(repository);
    assertThat(merged.settings().option("r", "pattern")).containsExactly("a");
    assertThat(merged.settings().option("r", "max")).containsExactly("3");
    assertThat(merged.settings().level("r", "x/y")).contains(Level.WARN);
    assertThat(merged.notes()).singleElement().asString().contains("pattern");
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
    return new PolicySettings(Map.of("r", setting));
  }
}
