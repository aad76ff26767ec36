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

  @Test
  void theTextOfARuleThatHoldsOneIsKnown() {
    assertThat(Regex.endless("self.matches('(?i)\\\\u1c84')")).isTrue();
    assertThat(Regex.endless("self.matches('(?i)abc')")).isFalse();
  }
}
