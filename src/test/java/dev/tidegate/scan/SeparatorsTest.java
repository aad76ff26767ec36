package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may stand between a vendor's name and its value, and how long and how wrapped a value is.
 */
final class SeparatorsTest {
  private final Scanner scanner = Scanner.unkeyed();

  private boolean found(String text) {
    return !scanner.text(text, Scanner.Style.SETTINGS).hits().isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", " = ", ": ", " := ", " ::= ", " :::= ", " ?= ", " => "})
  void aValueStandsBesideItsVendorsName(String separator) {
    assertThat(found("SONAR.LOGIN" + separator + '"' + Planted.value("hex40") + '"')).isTrue();
  }

  @Test
  void aServiceAccountTokenIsLong() {
    String token = "ops_" + "eyJ" + Planted.value("random64").repeat(14);
    assertThat(scanner.text("\"source\": \"" + token + "\"", Scanner.Style.TOKENS_ONLY).hits())
        .extracting(Hit::detector)
        .containsExactly("onepassword");
  }

  @Test
  void bracesAroundWhatWasDrawnAreNoTemplate() {
    assertThat(found("curl --user \"jo\":\"{Zq9kVr" + "X1n8tA2}\" https://hue.home")).isTrue();
    assertThat(found("curl --user \"jo\":\"{huePassword}\" https://hue.home")).isFalse();
    assertThat(found("curl --user \"jo\":\"{PASSWORD_2024}\" https://hue.home")).isFalse();
  }

  @Test
  void maskedTokensAreNone() {
    assertThat(found("\"token\": \"xoxp-572370529330-####################\"")).isFalse();
  }
}
