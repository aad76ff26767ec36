package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each training run does what it is named for: one that fails would leave a start without cache.
 */
final class WarmUpTest {
  @ParameterizedTest
  @ValueSource(strings = {"serve", "judge", ""})
  void goesWell(String kind) throws IOException {
    assertThat(WarmUp.run(kind)).isTrue();
  }
}
