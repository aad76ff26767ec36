package dev.tidegate.ingress.webhook.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TarpitTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Tarpit tarpit = new Tarpit(nanos::get);

  private int heldOf(int requests) {
    int held = 0;
    for (int i = 0; i < requests; i++) {
      held += tarpit.hold() ? 1 : 0;
    }
    return held;
  }

  @Test
  void aFewEachSecondAreAnsweredAtOnce() {
    assertThat(heldOf(20)).isZero();
    assertThat(heldOf(5)).isEqualTo(5);
    nanos.addAndGet(999_999_999);
    assertThat(heldOf(1)).isEqualTo(1);
    nanos.addAndGet(1);
    assertThat(heldOf(21)).isEqualTo(1);
  }

  @Test
  void whatIsHeldIsBounded() {
    assertThat(heldOf(10_000)).isEqualTo(512);
    assertThat(tarpit.held()).isEqualTo(512);
    tarpit.release();
    assertThat(tarpit.held()).isEqualTo(511);
    assertThat(heldOf(10)).isEqualTo(1);
  }
}
