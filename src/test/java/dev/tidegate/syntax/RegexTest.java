package dev.tidegate.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Found by fuzzing: a pushed .gitleaks.toml could keep a thread busy for ever. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)[0-\uFFFD]{16}",
        "(?i)\u1C80",
        "a(?s-i:b)(?si:[\\x{400}-\\x{2000}])",
        "(?i)[a-\\x{10ffff}]",
        "(?i)\\x{01C85}"
      })
  void patternsThatWouldNotEndAreRefused(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern)).isInstanceOf(PatternSyntaxException.class);
    assertThat(
            GitleaksConfig.read(
                    "x.toml",
                    "[[rules]]\nid = \"r\"\nregex = '''" + pattern + "'''\n",
                    p -> Optional.empty())
                .problems())
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[0-\uFFFD]{16}",
        "(?i)passwort|\u043F\u0430\u0440\u043E\u043B\u044C|[\u0430-\u044F]+",
        "(?i)[^\"]{4,40}[\\x00-\\xff]",
        "(?i)\\p{Cyrillic}[^x]\\w+",
        "(?s)\u1C80\\x{10ffff}"
      })
  void othersAreCompiled(String pattern) {
    assertThat(Regex.compile(pattern).matcher("x").find()).isIn(true, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(((a{1000}){1000}){1000})",
        "(((((((((((a{2}){2}){2}){2}){2}){2}){2}){2}){2}){2}){2})",
        "(?:x{0,40}y){0,40}",
        "(?P<n>[^]\\]]{100}){11}",
        "(\\Q{1}\\E{100}){11}"
      })
  void repetitionsThatMultiplyToMoreThanAThousandAreRefusedAsInGo(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(PatternSyntaxException.class)
        .hasMessageContaining("1,000");
  }

  @Test
  void aPatternThatGrowsTooLargeOrTooDeepIsRefusedBeforeItFillsTheMemory() {
    String large = "[a-z]{1000}".repeat(200);
    String deep = "(".repeat(20_000) + "a" + ")".repeat(20_000);
    assertThatThrownBy(() -> Regex.compile(large)).hasMessageContaining("100,000");
    assertThatThrownBy(() -> Regex.compile(deep)).hasMessageContaining("100,000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "(a{100}){10}",
        "[{1000}]{1000}",
        "(?i:x{30}){30}|y{1000}",
        "\\{1000\\}{1000}",
        "x{,1000}{2}",
        "[[:alpha:]]{500}\\p{L}{500}\\x{41}{500}",
        "^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.){1,8}[a-z]{2,63}$"
      })
  void repetitionsThatGoTakesAreTaken(String pattern) {
    assertThat(Regex.compile(pattern).programSize()).isPositive();
  }

  @Test
  void theTextOfARuleThatHoldsOneIsKnown() {
    assertThat(Regex.endless("self.matches('(?i)\\\\u1c84')")).isTrue();
    assertThat(Regex.endless("self.matches('(?i)abc')")).isFalse();
  }
}
