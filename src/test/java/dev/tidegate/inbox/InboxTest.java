package dev.tidegate.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.inbox.Deliveries.Replay;
import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.Intake.Receipt;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Dialect;
import dev.tidegate.testing.Stores;
import dev.tidegate.testing.TestClock;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
  void forgetsWhatIsSettledAndOldButNoDeadLetter(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.start();
      scene.deliver("g1", "");
      scene.deliver("dead", "garbage");
      scene.deliver("g2", "");
      scene.untilState("g1", State.IGNORED);
      scene.untilState("g2", State.IGNORED);
      scene.untilState("dead", State.DEAD);
      assertThat(scene.deliveries().lanes(State.RUNNING, State.WAITING)).isZero();
      scene.clock().advance(Duration.ofDays(29));
      scene.deliver("g3", "");
      scene.untilState("g3", State.IGNORED);
      assertThat(scene.deliver("g3", "")).isEqualTo(Receipt.DUPLICATE);
      scene.clock().advance(Duration.ofDays(2));
      scene.deliveries().prune(scene.settings());
      assertThat(scene.deliveries().find("g1")).isEmpty();
      assertThat(scene.deliveries().body("hook", "g1")).isEqualTo(Optional.empty());
      assertThat(scene.deliveries().find("g2")).isEmpty();
      assertThat(scene.deliveries().find("g3")).hasSize(1);
      assertThat(scene.deliveries().find("dead")).hasSize(1);
      scene.clock().advance(Duration.ofDays(60));
      scene.deliveries().prune(scene.settings());
      assertThat(scene.deliveries().find("dead")).hasSize(1);
      assertThat(scene.deliveries().replay("hook", "dead")).isEqualTo(Replay.BODY_GONE);
      assertThat(scene.deliver("dead", "garbage")).isEqualTo(Receipt.DUPLICATE);
      assertThat(scene.deliver("dead", "other")).isEqualTo(Receipt.CONFLICT);
      assertThat(scene.deliver("g4", "")).isEqualTo(Receipt.STORED);
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

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesAtOnceWhatTheBoundedQueueCannotHoldAndStoresTheRest(Dialect dialect) {
    InboxSettings s = Scene.settings(1);
    InboxSettings small =
        new InboxSettings(
            2,
            s.queueBytes(),
            s.workers(),
            s.poll(),
            s.heartbeat(),
            s.tries(),
            s.bugTries(),
            s.backoff(),
            s.backoffCap(),
            s.giveUp(),
            s.keepSettled(),
            s.keepDead(),
            s.keepSteps());
    try (Scene scene = new Scene(Stores.fresh(dialect), new TestClock(), small)) {
      List<CompletableFuture<Receipt>> answers = new ArrayList<>();
      // While the only writing connection is held, nothing is stored.
      scene
          .database()
          .change(handle -> {
            for (int i = 0; i < 600; i++) {
              answers.add(scene.send("g" + i, "lane a"));
            }
          });
      List<CompletableFuture<Receipt>> refused =
          answers.stream().filter(InboxTest::refusedAsFull).toList();
      long stored = answers.stream().filter(answer -> !refusedAsFull(answer)).count();
      assertThat(refused).isNotEmpty();
      assertThat(scene.states()).hasSize((int) stored);
    }
  }

  private static boolean refusedAsFull(CompletableFuture<Receipt> answer) {
    try {
      return answer.join() != Receipt.STORED;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(Intake.Full.class);
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aStoryThatWaitsHoldsNoWorkerAndIsToldAgain(Dialect dialect) {
    try (Scene scene = new Scene(dialect, 1)) {
      AtomicInteger tellings = new AtomicInteger();
      scene.story((delivery, run) -> {
        run.step("asked", () -> scene.note("asked " + delivery.guid()));
        if (delivery.guid().equals("g1") && tellings.incrementAndGet() < 12) {
          throw new Run.Later(Duration.ofSeconds(2), "the plan still runs");
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.until(() -> tellings.get() == 1);
      scene.deliver("g2", "lane a");
      scene.deliver("g3", "lane b");
      scene.untilState("g3", State.DONE);
      assertThat(scene.state("g2")).isEqualTo(State.WAITING);
      // Steps shorter than what makes an owner look dead.
      scene.advancingUntil(Duration.ofSeconds(4), () -> scene.state("g1") == State.DONE);
      scene.untilState("g2", State.DONE);
      assertThat(tellings).hasValue(12);
      assertThat(scene.notes()).containsExactly("asked g1", "asked g3", "asked g2");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aChoreThatFailsComesAgain(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicInteger runs = new AtomicInteger();
      scene
          .inbox()
          .every(
              Duration.ofSeconds(10),
              "sweep",
              () -> {
                if (runs.incrementAndGet() == 1) {
                  throw new IllegalStateException("GitHub is away");
                }
              });
      scene.start();
      scene.advancingUntil(Duration.ofSeconds(5), () -> runs.get() >= 3);
      assertThatThrownBy(() -> scene.inbox().every(Duration.ofMinutes(1), "late", () -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
