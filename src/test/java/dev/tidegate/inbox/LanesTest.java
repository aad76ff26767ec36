package dev.tidegate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Dialect;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order, supersession, retries and recovery, on both databases. */
final class LanesTest {
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void handlesALaneInTheOrderOfArrival(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      for (int i = 1; i <= 50; i++) {
        scene.deliver("g" + i, "lane a");
      }
      scene.start();
      scene.untilAllSettled();
      assertThat(scene.handled()).containsExactlyElementsOf(Scene.guids(1, 50));
      assertThat(scene.states()).containsOnly(State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void handlesLanesSideBySide(Dialect dialect) throws InterruptedException {
    try (Scene scene = new Scene(dialect)) {
      CountDownLatch bothRun = new CountDownLatch(2);
      scene.story((delivery, run) -> {
        bothRun.countDown();
        Scene.await(bothRun);
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.deliver("g2", "lane b");
      scene.untilAllSettled();
      assertThat(scene.states()).containsOnly(State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aNewerHeadSupersedesWaitingOlderOnesInTheTransactionThatStartsIt(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.deliver("g1", "lane a!head");
      scene.deliver("g2", "lane a");
      scene.deliver("g3", "lane a!head");
      scene.deliver("g4", "lane a!head");
      scene.start();
      scene.untilAllSettled();
      assertThat(scene.handled()).containsExactly("g2", "g4");
      assertThat(scene.state("g1")).isEqualTo(State.SUPERSEDED);
      assertThat(scene.entry("g3").reason()).isEqualTo("superseded by g4");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void stopsARunningOneOnlyAtAStepBoundary(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch newerCame = new CountDownLatch(1);
      AtomicInteger firstSteps = new AtomicInteger();
      scene.story((delivery, run) -> {
        run.step(
            "one",
            () -> {
              firstSteps.incrementAndGet();
              running.countDown();
              if (delivery.guid().equals("g1")) {
                Scene.await(newerCame);
              }
            });
        run.step("two", () -> scene.note(delivery.guid() + " two"));
      });
      scene.start();
      scene.deliver("g1", "lane a!head");
      Scene.await(running);
      scene.deliver("g2", "lane a!head");
      scene.untilState("g2", State.WAITING);
      newerCame.countDown();
      scene.untilAllSettled();
      assertThat(scene.notes()).containsExactly("g2 two");
      assertThat(firstSteps).hasValue(2);
      assertThat(scene.state("g1")).isEqualTo(State.SUPERSEDED);
      assertThat(scene.state("g2")).isEqualTo(State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void retriesWithBackoffWithoutHoldingAWorker(Dialect dialect) {
    try (Scene scene = new Scene(dialect, 1)) {
      AtomicInteger tries = new AtomicInteger();
      scene.story((delivery, run) -> {
        if (delivery.guid().equals("g1") && tries.incrementAndGet() < 3) {
          throw RemoteException.passing("github", "502", null);
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.untilState("g1", State.RETRYING);
      scene.deliver("g2", "lane b");
      scene.untilState("g2", State.DONE);
      assertThat(tries).hasValue(1);
      scene.clock().advance(Duration.ofSeconds(7));
      scene.until(() -> tries.get() == 2 && scene.state("g1") == State.RETRYING);
      scene.clock().advance(Duration.ofSeconds(25));
      scene.untilState("g1", State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void comesBackNoEarlierThanTheSystemAsked(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicInteger tries = new AtomicInteger();
      scene.story((delivery, run) -> {
        if (tries.incrementAndGet() == 1) {
          throw RemoteException.limited("github", "slow down", Duration.ofMinutes(15));
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.untilState("g1", State.RETRYING);
      scene.clock().advance(Duration.ofMinutes(14));
      scene.deliver("g2", "lane b");
      scene.untilState("g2", State.DONE);
      assertThat(scene.state("g1")).isEqualTo(State.RETRYING);
      scene.clock().advance(Duration.ofMinutes(1));
      scene.untilState("g1", State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsABugAsADeadLetterAndGoesOnWithTheLane(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicInteger tries = new AtomicInteger();
      scene.story((delivery, run) -> {
        if (delivery.guid().equals("g1")) {
          tries.incrementAndGet();
          throw new IllegalStateException("a bug");
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.deliver("g2", "lane a");
      scene.advancingUntil(Duration.ofMinutes(1), () -> scene.state("g2") == State.DONE);
      assertThat(tries).hasValue(3);
      assertThat(scene.state("g1")).isEqualTo(State.DEAD);
      assertThat(scene.entry("g1").reason()).isEqualTo("IllegalStateException: a bug");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsWhatHasNoLaneAndWhatCannotBeUnderstood(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.start();
      scene.deliver("g1", "");
      scene.deliver("g2", "garbage");
      scene.untilAllSettled();
      assertThat(scene.state("g1")).isEqualTo(State.IGNORED);
      assertThat(scene.state("g2")).isEqualTo(State.DEAD);
      assertThat(scene.entry("g2").reason())
          .isEqualTo("cannot be understood: IllegalArgumentException: garbage");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void tellsAStoryAgainLaterWithItsFinishedSteps(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicInteger looks = new AtomicInteger();
      scene.story((delivery, run) -> {
        run.step("sync", () -> scene.note("sync"));
        if (looks.incrementAndGet() < 3) {
          throw new Run.Later(Duration.ofSeconds(10), "not settled yet");
        }
      });
      scene.start();
      scene.deliver("g1", "lane a");
      scene.advancingUntil(Duration.ofSeconds(10), () -> scene.state("g1") == State.DONE);
      assertThat(scene.notes()).containsExactly("sync");
      assertThat(looks).hasValue(3);
      assertThat(scene.entry("g1").failures()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aNewerHeadNeedNotWaitForTheBackoffOfAnOlderOne(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.story((delivery, run) -> {
        if (delivery.guid().equals("g1")) {
          throw RemoteException.passing("github", "502", null);
        }
      });
      scene.start();
      scene.deliver("g1", "lane a!head");
      scene.untilState("g1", State.RETRYING);
      scene.deliver("g2", "lane a!head");
      scene.untilState("g2", State.DONE);
      assertThat(scene.state("g1")).isEqualTo(State.SUPERSEDED);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void tellsABegunEffectToItsEndBeforeAnythingNewer(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      AtomicInteger tries = new AtomicInteger();
      scene.story((delivery, run) -> {
        if (delivery.guid().equals("g1")) {
          String how =
              run.once(
                  "apply",
                  String.class,
                  () -> {
                    tries.incrementAndGet();
                    throw RemoteException.passing("terraform", "cut off", null);
                  },
                  () -> java.util.Optional.of("it had been applied"));
          scene.note(how);
        }
      });
      scene.start();
      scene.deliver("g1", "lane a!head");
      scene.untilState("g1", State.RETRYING);
      scene.deliver("g2", "lane a!head");
      scene.advancingUntil(Duration.ofSeconds(10), () -> scene.state("g2") == State.DONE);
      assertThat(tries).hasValue(1);
      assertThat(scene.notes()).isEqualTo(List.of("it had been applied"));
      assertThat(scene.state("g1")).isEqualTo(State.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void keepsWhatKillsTheProcessAsADeadLetterOnlyAfterManyStartsAndMuchTime(Dialect dialect) {
    try (Scene scene = new Scene(dialect)) {
      scene.deliver("g1", "lane a");
      scene.deliver("g2", "lane a");
      AtomicInteger tries = new AtomicInteger();
      scene.story((delivery, run) -> {
        if (delivery.guid().equals("g1") && tries.incrementAndGet() == 1) {
          throw new Run.Later(Duration.ofMinutes(40), "not yet");
        }
      });
      begunSoOften(scene, 25);
      scene.start();
      scene.until(() -> tries.get() == 1 && scene.state("g1") == State.WAITING);
      // Killed often and quickly is no proof, so it was told; now it is begun for an hour.
      begunSoOften(scene, 20);
      scene.clock().advance(Duration.ofMinutes(41));
      scene.untilState("g2", State.DONE);
      assertThat(tries).hasValue(1);
      assertThat(scene.state("g1")).isEqualTo(State.DEAD);
      assertThat(scene.entry("g1").reason()).isEqualTo("was begun 20 times and the process died");
    }
  }

  private static void begunSoOften(Scene scene, int starts) {
    scene
        .database()
        .change(handle ->
            handle.execute(
                "UPDATE delivery SET starts = ?, state = CASE state WHEN 'stored' THEN state ELSE"
                    + " 'running' END WHERE guid = 'g1'",
                starts));
  }
}
