package dev.tidegate.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.inbox.Deliveries.Replay;
import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.Intake.Receipt;
import dev.tidegate.store.Dialect;
import dev.tidegate.testing.Stores;
import dev.tidegate.testing.TestClock;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Storing, duplicates, replay, restart and pruning, on both databases. */
final class InboxTest {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  @DisplayName("cases 24 and 25: same GUID again, with the same body, another body, another hook")
  void tellsDuplicatesFromConflicts(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      assertThat(scene.deliver("hook", "g1", "lane a")).isEqualTo(Receipt.STORED);
      assertThat(scene.deliver("hook", "g1", "lane a")).isEqualTo(Receipt.DUPLICATE);
      assertThat(scene.deliver("hook", "g1", "other")).isEqualTo(Receipt.CONFLICT);
      assertThat(scene.deliver("other", "g1", "lane a")).isEqualTo(Receipt.STORED);
      scene.start();
      scene.untilAllSettled();
      assertThat(scene.handled()).containsExactly("g1", "g1");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void handlesAfterARestartWhatWasStoredBefore(Dialect dialect) {
    var target = Stores.fresh(dialect);
    try (Scene before = new Scene(target, new TestClock(), Scene.settings(2))) {
      before.deliver("g1", "lane a");
    }
    try (Scene after = new Scene(target, new TestClock(), Scene.settings(2))) {
      after.start();
      after.untilState("g1", State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aReplayedDeadLetterGoesOnAfterItsLastFinishedStep(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicBoolean mended = new AtomicBoolean();
      scene.story((delivery, run) -> {
        run.step("one", () -> scene.note("one"));
        if (!mended.get()) {
          throw new IllegalStateException("a bug");
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.advancingUntil(Duration.ofMinutes(1), () -> scene.state("g1") == State.DEAD);
      mended.set(true);
      assertThat(scene.deliveries().replay("hook", "g1")).isEqualTo(Replay.REPLAYED);
      scene.untilState("g1", State.DONE);
      assertThat(scene.notes()).containsExactly("one");
      assertThat(scene.deliveries().replay("hook", "no such")).isEqualTo(Replay.UNKNOWN);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void prunesOldBodiesAndStillKnowsTheDelivery(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.start();
      scene.deliver("g1", "");
      scene.untilState("g1", State.IGNORED);
      scene.clock().advance(Duration.ofDays(31));
      scene.deliveries().prune(scene.settings());
      assertThat(scene.deliveries().body("hook", "g1")).isEqualTo(Optional.empty());
      assertThat(scene.deliveries().replay("hook", "g1")).isEqualTo(Replay.BODY_GONE);
      assertThat(scene.deliver("g1", "")).isEqualTo(Receipt.DUPLICATE);
    }
  }

  @Test
  void refusesASecondServingProcessOnOneStateDirectory() {
    try (Scene first = new Scene(Dialect.SQLITE)) {
      first.start();
      try (Scene second = new Scene(first.target(), first.clock(), first.settings())) {
        assertThatThrownBy(second::start)
            .isInstanceOf(RemoteException.class)
            .hasMessageContaining("another process serves from");
      }
    }
  }
}
