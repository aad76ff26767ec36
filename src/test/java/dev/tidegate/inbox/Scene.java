package dev.tidegate.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.inbox.Deliveries.Entry;
import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.journal.Journal;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import dev.tidegate.testing.Stores;
import dev.tidegate.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * An inbox on a fresh store with a story that a test tells it. The body of a delivery is its lane;
 * after a {@code !} stands the word by which a newer one supersedes; empty means no lane.
 */
final class Scene implements AutoCloseable, Handler {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);
  private static final Duration TICK = Duration.ofMillis(5);
  private final Target target;
  private final TestClock clock;
  private final InboxSettings settings;
  private final Database database;
  private final Inbox inbox;
  private final List<String> handled = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private volatile BiConsumer<Delivery, Run> story = (delivery, run) -> {};

  Scene(Dialect dialect) {
    this(dialect, 4);
  }

  Scene(Dialect dialect, int workers) {
    this(Stores.fresh(dialect), new TestClock(), settings(workers));
  }

  /** A scene on a store that another scene has used, or still uses. */
  Scene(Target target, TestClock clock, InboxSettings settings) {
    this.target = target;
    this.clock = clock;
    this.settings = settings;
    this.database = Database.open(target);
    this.inbox = new Inbox(database, new Journal(database, clock), settings, clock);
  }

  static InboxSettings settings(int workers) {
    InboxSettings s = InboxSettings.standard();
    return new InboxSettings(
        s.queue(),
        s.queueBytes(),
        workers,
        Duration.ofMillis(20),
        Duration.ofMillis(250),
        s.tries(),
        s.bugTries(),
        s.backoff(),
        s.backoffCap(),
        s.giveUp(),
        s.keepSettled(),
        s.keepDead(),
        s.keepSteps());
  }

  void story(BiConsumer<Delivery, Run> told) {
    story = told;
  }

  void start() {
    inbox.start(this);
  }

  Intake.Receipt deliver(String guid, String body) {
    return deliver("hook", guid, body);
  }

  Intake.Receipt deliver(String hookId, String guid, String body) {
    return send(hookId, guid, body).join();
  }

  /** As deliver, without waiting for the disk. */
  CompletableFuture<Intake.Receipt> send(String guid, String body) {
    return send("hook", guid, body);
  }

  private CompletableFuture<Intake.Receipt> send(String hookId, String guid, String body) {
    return inbox.accept(new Delivery(hookId, guid, "push", clock.instant(), body.getBytes(UTF_8)));
  }

  @Override
  public Optional<Lane> lane(Delivery delivery) {
    String body = new String(delivery.body(), UTF_8);
    if (body.startsWith("garbage")) {
      throw new IllegalArgumentException("garbage");
    }
    String[] parts = body.split("!", 2);
    return body.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Lane(parts[0], parts.length == 2 ? Optional.of(parts[1]) : Optional.empty()));
  }

  @Override
  public void handle(Delivery delivery, Run run) {
    handled.add(delivery.guid());
    story.accept(delivery, run);
  }

  void note(String what) {
    notes.add(what);
  }

  List<String> notes() {
    return notes;
  }

  List<String> handled() {
    return handled;
  }

  Target target() {
    return target;
  }

  TestClock clock() {
    return clock;
  }

  InboxSettings settings() {
    return settings;
  }

  Inbox inbox() {
    return inbox;
  }

  Database database() {
    return database;
  }

  Deliveries deliveries() {
    return inbox.deliveries();
  }

  Entry entry(String guid) {
    List<Entry> found = deliveries().find(guid);
    assertThat(found).as(guid).hasSize(1);
    return found.getFirst();
  }

  State state(String guid) {
    return entry(guid).state();
  }

  List<State> states() {
    return deliveries().list(Optional.empty(), 10_000).stream().map(Entry::state).toList();
  }

  void untilState(String guid, State state) {
    until(() -> state(guid) == state);
  }

  void untilAllSettled() {
    until(() -> states().stream().allMatch(State::settled));
  }

  /** Advances the clock by so much whenever nothing has come true yet. */
  void advancingUntil(Duration by, BooleanSupplier truth) {
    until(() -> {
      boolean now = truth.getAsBoolean();
      if (!now) {
        clock.advance(by.dividedBy(10));
      }
      return now;
    });
  }

  /** Time passes meanwhile at about its usual speed: the queue's polls are by the clock. */
  void until(BooleanSupplier truth) {
    long start = System.nanoTime();
    while (!truth.getAsBoolean()) {
      assertThat(System.nanoTime() - start)
          .as(
              "still waiting; the deliveries are %s, the queue is %s",
              deliveries().list(Optional.empty(), 5),
              database.read(h -> h.createQuery("SELECT * FROM scheduled_tasks").mapToMap().list()))
          .isLessThan(PATIENCE);
      clock.advance(TICK);
      LockSupport.parkNanos(TICK.toNanos());
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<String> guids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(i -> "g" + i).toList();
  }

  static Clock realClock() {
    return Clock.systemUTC();
  }

  @Override
  public void close() {
    inbox.close();
    database.close();
  }
}
