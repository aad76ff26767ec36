package dev.tidegate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.policy.except.Baseline;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BaselineOrderTest {
  @Test
  void entriesHaveOneOrderInEveryProcess() {
    LocalDate day = LocalDate.of(2026, 1, 1);
    Baseline.Entry a = new Baseline.Entry("a/a", "x", "11111111");
    Baseline.Entry b = new Baseline.Entry("a/a", "y", "22222222");
    Baseline.Entry c = new Baseline.Entry("b/b", "a", "33333333");
    assertThat(new Baseline(day, day.plusDays(1), "old", Set.of(c, a, b)).entries())
        .containsExactly(a, b, c);
  }
}
