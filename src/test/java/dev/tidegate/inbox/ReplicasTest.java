package dev.tidegate.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.Journal;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import dev.tidegate.testing.Stores;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Two services on one PostgreSQL. */
final class ReplicasTest {
  private static final Clock CLOCK = Clock.systemUTC();

  private static final class Replica implements AutoCloseable, Handler {
    final String name;
    final Database database;
    final Inbox inbox;
    final List<String> told;
    final CountDownLatch begun = new CountDownLatch(1);
    final CountDownLatch goOn;
    final List<String> refused = new CopyOnWriteArrayList<>();

    Replica(String name, Target target, List<String> told, CountDownLatch goOn) {
      this.name = name;
      this.told = told;
      this.goOn = goOn;
      database = Database.open(target);
      inbox = new Inbox(database, new Journal(database, CLOCK), Scene.settings(2), CLOCK);
      inbox.start(this);
    }

    @Override
    public Optional<Lane> lane(Delivery delivery) {
      return Optional.of(new Lane("one lane", Optional.empty()));
    }

    @Override
    public void handle(Delivery delivery, Run run) {
      begun.countDown();
      try {
        goOn.await(60, TimeUnit.SECONDS);
        run.step("effect of " + delivery.guid(), () -> told.add(name + " " + delivery.guid()));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } catch (RuntimeException e) {
        refused.add(delivery.guid());
        throw e;
      }
    }

    void deliver(String guid) {
      inbox.accept(new Delivery("1", guid, "push", CLOCK.instant(), "{}".getBytes(UTF_8))).join();
    }

    @Override
    public void close() {
      inbox.close();
      database.close();
    }
  }

  private static CountDownLatch open() {
    return new CountDownLatch(0);
  }

  private static void await(String what, java.util.function.BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofSeconds(45).toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void aLaneIsWorkedByOneAtATimeAndInOrder() {
    Target target = Stores.fresh(Dialect.POSTGRESQL);
    List<String> told = new CopyOnWriteArrayList<>();
    try (Replica one = new Replica("one", target, told, open());
        Replica two = new Replica("two", target, told, open())) {
      for (int i = 0; i < 40; i++) {
        (i % 2 == 0 ? one : two).deliver("g" + i);
      }
      await("all are handled", () -> told.size() == 40);
      assertThat(told.stream().map(t -> t.replaceFirst("\\w+ ", "")).toList())
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, 40).mapToObj(i -> "g" + i).toList());
    }
  }

  @Test
  void theOtherTakesOverFromOneThatDied() throws InterruptedException {
    Target target = Stores.fresh(Dialect.POSTGRESQL);
    List<String> told = new CopyOnWriteArrayList<>();
    CountDownLatch stuck = new CountDownLatch(1);
    Replica one = new Replica("one", target, told, stuck);
    try {
      one.deliver("g1");
      assertThat(one.begun.await(30, TimeUnit.SECONDS)).isTrue();
      // Dead to the database: no heartbeat, no write. Its thread still hangs in the story.
      one.database.close();
      try (Replica two = new Replica("two", target, told, open())) {
        await("the other one tells the story", () -> told.contains("two g1"));
        stuck.countDown();
        await("the dead one is refused", () -> one.refused.contains("g1"));
        assertThat(told).containsExactly("two g1");
        await(
            "it is settled",
            () ->
                two.inbox.deliveries().list(Optional.empty(), 5).getFirst().state()
                    == Deliveries.State.DONE);
      }
    } finally {
      stuck.countDown();
      one.inbox.close();
    }
  }
}
