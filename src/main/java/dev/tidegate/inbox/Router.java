package dev.tidegate.inbox;

import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.LaneStore.Routed;
import dev.tidegate.inbox.body.Packed;
import dev.tidegate.store.Database;
import dev.tidegate.trouble.RemoteException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that asks the handler for each stored delivery's lane, oldest first. Two replicas may
 * do so at once: each always takes the oldest ones, and only the first to write counts, so that the
 * order of a lane is the order of storing.
 */
final class Router implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final int BATCH = 128;

  /** While deliveries still arrive: small bites, so that none waits long for the database. */
  private static final int BITE = 24;

  /** While senders wait for the disk: so many that the queue still moves, and no more. */
  private static final int CRUMB = 12;

  private static final Duration BREATH = Duration.ofMillis(20);

  /** Between crumbs: what a transaction costs is paid less often. */
  private static final Duration DEEP_BREATH = Duration.ofMillis(80);

  /** Bodies up to here are read with their rows. */
  private static final int SMALL = 64 * 1024;

  private static final int LONGEST_REASON = 2000;
  private final Database database;
  private final LaneStore store;
  private final Handler handler;
  private final Clock clock;
  private final Duration poll;
  private final Semaphore news;
  private final IntSupplier unstored;
  private final Runnable routed;
  private final Thread thread;
  private volatile boolean closed;

  /** Only the router's own thread. */
  private boolean busy;

  /**
   * @param news a permit for each commit of new deliveries
   * @param unstored how many deliveries wait for the disk
   */
  Router(
      Database database,
      LaneStore store,
      Handler handler,
      Clock clock,
      Duration poll,
      Semaphore news,
      IntSupplier unstored,
      Runnable routed) {
    this.database = database;
    this.store = store;
    this.handler = handler;
    this.clock = clock;
    this.poll = poll;
    this.news = news;
    this.unstored = unstored;
    this.routed = routed;
    this.thread = Thread.ofPlatform().name("tidegate-router").start(this::loop);
  }

  private void loop() {
    while (!closed) {
      news.drainPermits();
      boolean more = false;
      try {
        more = routeSome();
      } catch (RuntimeException e) {
        LOG.warn("Deliveries could not be put into their lanes; trying again soon", e);
      }
      if (!more) {
        awaitNews();
      }
      busy = more && news.availablePermits() > 0;
      if (busy) {
        // More than can be routed at once, and still arriving: acknowledging comes first.
        Duration pause = unstored.getAsInt() > 0 ? DEEP_BREATH : BREATH;
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private void awaitNews() {
    try {
      boolean ignored = news.tryAcquire(poll.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /** True where more may wait. */
  private boolean routeSome() {
    int most = !busy ? BATCH : unstored.getAsInt() > 0 ? CRUMB : BITE;
    List<Routed> batch = database.read(handle -> decide(handle, most));
    if (batch.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    database.change(handle -> store.route(handle, batch, now));
    routed.run();
    return batch.size() == most;
  }

  private List<Routed> decide(Handle handle, int most) {
    List<Routed> batch = new ArrayList<>();
    for (Stored stored : oldest(handle, most)) {
      batch.add(decide(stored, stored.body.or(() -> store.packed(handle, stored.seq))));
    }
    return batch;
  }

  private Routed decide(Stored stored, Optional<Packed> body) {
    if (body.isEmpty()) {
      return dead(stored, "its body was pruned");
    }
    try {
      Optional<Lane> lane = handler.lane(stored.delivery(body.get().plain()));
      State state = lane.isPresent() ? State.WAITING : State.IGNORED;
      return new Routed(stored.seq, lane, state, "");
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      LOG.warn("Delivery {} cannot be understood; it is kept as a dead letter", stored.guid, e);
      return dead(stored, "cannot be understood: " + describe(e));
    }
  }

  static String describe(Throwable trouble) {
    String kind =
        trouble instanceof RemoteException ? "" : trouble.getClass().getSimpleName() + ": ";
    String text = kind + trouble.getMessage();
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
  }

  private static Routed dead(Stored stored, String reason) {
    return new Routed(stored.seq, Optional.empty(), State.DEAD, reason);
  }

  private static List<Stored> oldest(Handle handle, int most) {
    return handle
        .createQuery(
            "SELECT d.seq, d.hook_id, d.guid, d.event, d.received_at,"
                + " CASE WHEN coalesce(b.plain_length, length(b.body)) <= ? THEN b.body END AS body,"
                + " b.plain_length"
                + " FROM delivery d LEFT JOIN delivery_body b ON b.seq = d.seq"
                + " WHERE d.state = 'stored' ORDER BY d.seq LIMIT ?")
        .bind(0, SMALL)
        .bind(1, most)
        .map((row, context) -> stored(row))
        .list();
  }

  private static Stored stored(ResultSet row) throws SQLException {
    return new Stored(
        row.getLong("seq"),
        row.getString("hook_id"),
        row.getString("guid"),
        row.getString("event"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        Packed.in(row));
  }

  @Override
  public void close() {
    closed = true;
    news.release();
    LockSupport.unpark(thread);
    Lanes.join(thread);
  }

  /** A row, with its body where that is small. */
  private record Stored(
      long seq,
      String hookId,
      String guid,
      String event,
      Instant receivedAt,
      Optional<Packed> body) {
    Delivery delivery(byte[] body) {
      return new Delivery(hookId, guid, event, receivedAt, body);
    }
  }
}
