package dev.tidegate.inbox;

import dev.tidegate.inbox.body.Packed;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.trouble.RemoteException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that stores what waits, many deliveries in one transaction: the more arrive while the
 * disk is busy, the more share the next commit.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int BATCH = 512;
  private static final long BATCH_BYTES = 32L * 1024 * 1024;
  private static final String INSERT =
      "INSERT INTO delivery (seq, hook_id, guid, event, received_at, body_hash, state, changed_at)"
          + " VALUES (?, ?, ?, ?, ?, ?, 'stored', ?) ON CONFLICT (hook_id, guid) DO NOTHING";
  private static final String LAST = "SELECT coalesce(max(seq), 0) FROM delivery";
  private static final String NEXT = "SELECT nextval('delivery_seq') FROM generate_series(1, ?)";
  private static final String KNOWN =
      "SELECT d.body_hash, b.seq, "
          + Packed.COLUMNS
          + " FROM delivery d LEFT JOIN delivery_body b ON b.seq = d.seq"
          + " WHERE d.hook_id = ? AND d.guid = ?";

  /** The body lies beside the row; it is hashed when it goes, see {@link Deliveries}. */
  private static final byte[] NOT_HASHED = {};

  private final Database database;
  private final Runnable stored;
  private final long byteLimit;
  private final ArrayBlockingQueue<Pending> queue;
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  /** The thread's own. */
  private @Nullable Prepared prepared;

  GroupCommit(Database database, InboxSettings settings, Runnable stored) {
    this.database = database;
    this.stored = stored;
    this.byteLimit = settings.queueBytes();
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.thread = Thread.ofPlatform().name("tidegate-intake").start(this::drain);
  }

  CompletableFuture<Intake.Receipt> add(Delivery delivery) {
    int size = delivery.body().length;
    long before = bytes.getAndAdd(size);
    CompletableFuture<Intake.Receipt> future = new CompletableFuture<>();
    boolean full = closed || (before > 0 && before + size > byteLimit);
    // Packed here, on the sender's thread: the one that writes has the most to do.
    if (full || !queue.offer(new Pending(delivery, Packed.of(delivery.body()), future))) {
      bytes.addAndGet(-size);
      future.completeExceptionally(new Intake.Full());
    }
    return future;
  }

  int waiting() {
    return queue.size();
  }

  private void drain() {
    List<Pending> batch = new ArrayList<>(BATCH);
    while (!closed || !queue.isEmpty()) {
      batch.clear();
      if (collect(batch)) {
        commit(batch);
      }
    }
  }

  private boolean collect(List<Pending> batch) {
    try {
      Pending first = queue.poll(1, TimeUnit.SECONDS);
      long size = 0;
      for (Pending next = first; next != null; next = queue.poll()) {
        batch.add(next);
        size += next.delivery.body().length;
        if (batch.size() == BATCH || size >= BATCH_BYTES) {
          break;
        }
      }
      bytes.addAndGet(-size);
    } catch (InterruptedException e) {
      closed = true;
    }
    return !batch.isEmpty();
  }

  private void commit(List<Pending> batch) {
    try {
      List<Intake.Receipt> receipts = store(batch);
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).future.complete(receipts.get(i));
      }
      stored.run();
    } catch (SQLException | RuntimeException e) {
      LOG.error("{} deliveries could not be stored; their senders were told", batch.size(), e);
      RemoteException trouble =
          RemoteException.passing("database", "could not store the delivery", e);
      batch.forEach(pending -> pending.future.completeExceptionally(trouble));
    }
  }

  private List<Intake.Receipt> store(List<Pending> batch) throws SQLException {
    try (Connection connection = database.writer().getConnection()) {
      connection.setAutoCommit(false);
      try {
        List<Intake.Receipt> receipts = insert(connection, batch);
        connection.commit();
        return receipts;
      } catch (SQLException | RuntimeException e) {
        forget();
        connection.rollback();
        throw e;
      }
    }
  }

  /** After a failure: none of a batch's rows may be left in a statement for the next one. */
  private void forget() {
    Prepared last = prepared;
    prepared = null;
    if (last != null) {
      last.close();
    }
  }

  private List<Intake.Receipt> insert(Connection connection, List<Pending> batch)
      throws SQLException {
    Prepared statements = prepared(connection.unwrap(Connection.class));
    long[] numbers = numbers(statements.last, batch.size());
    PreparedStatement row = statements.row;
    for (int i = 0; i < numbers.length; i++) {
      bind(row, numbers[i], batch.get(i));
      row.addBatch();
    }
    int[] inserted = row.executeBatch();
    PreparedStatement body = statements.body;
    for (int i = 0; i < numbers.length; i++) {
      if (inserted[i] > 0) {
        body.setLong(1, numbers[i]);
        batch.get(i).packed.bind(body);
        body.addBatch();
      }
    }
    body.executeBatch();
    List<Intake.Receipt> receipts = new ArrayList<>(inserted.length);
    for (int i = 0; i < inserted.length; i++) {
      receipts.add(
          inserted[i] > 0 ? Intake.Receipt.STORED : compare(statements.known, batch.get(i)));
    }
    return receipts;
  }

  /** The statements of the database's own connection: parsed once, not for each transaction. */
  private Prepared prepared(Connection connection) throws SQLException {
    Prepared ready = prepared;
    if (ready == null || !ready.connection.equals(connection)) {
      String last = database.dialect() == Dialect.SQLITE ? LAST : NEXT;
      ready =
          new Prepared(
              connection,
              connection.prepareStatement(last),
              connection.prepareStatement(INSERT),
              connection.prepareStatement(Packed.INSERT),
              connection.prepareStatement(KNOWN));
      prepared = ready;
    }
    return ready;
  }

  private static void bind(PreparedStatement row, long number, Pending pending)
      throws SQLException {
    Delivery delivery = pending.delivery;
    long received = delivery.receivedAt().toEpochMilli();
    row.setLong(1, number);
    row.setString(2, delivery.hookId());
    row.setString(3, delivery.guid());
    row.setString(4, delivery.event());
    row.setLong(5, received);
    row.setBytes(6, NOT_HASHED);
    row.setLong(7, received);
  }

  /**
   * Numbers in the order of arrival. SQLite: the next ones, safe because the transaction already
   * holds the only write lock. PostgreSQL: from a sequence, so that what was acknowledged before
   * another arrived has the smaller number, also across replicas.
   */
  private long[] numbers(PreparedStatement last, int count) throws SQLException {
    long[] numbers = new long[count];
    if (database.dialect() == Dialect.SQLITE) {
      try (ResultSet row = last.executeQuery()) {
        row.next();
        long base = row.getLong(1);
        for (int i = 0; i < count; i++) {
          numbers[i] = base + i + 1;
        }
      }
      return numbers;
    }
    last.setInt(1, count);
    try (ResultSet rows = last.executeQuery()) {
      for (int i = 0; rows.next(); i++) {
        numbers[i] = rows.getLong(1);
      }
    }
    return numbers;
  }

  private static Intake.Receipt compare(PreparedStatement known, Pending pending)
      throws SQLException {
    known.setString(1, pending.delivery.hookId());
    known.setString(2, pending.delivery.guid());
    try (ResultSet row = known.executeQuery()) {
      return row.next() && same(row, pending.delivery.body())
          ? Intake.Receipt.DUPLICATE
          : Intake.Receipt.CONFLICT;
    }
  }

  private static boolean same(ResultSet row, byte[] body) throws SQLException {
    boolean gone = row.getObject(2) == null;
    return gone
        ? Arrays.equals(row.getBytes(1), Deliveries.hash(body))
        : Arrays.equals(Packed.read(row), body);
  }

  /** Stores what waits, then stops. */
  @Override
  public void close() {
    closed = true;
    Lanes.join(thread);
  }

  private record Pending(
      Delivery delivery, Packed packed, CompletableFuture<Intake.Receipt> future) {}

  private record Prepared(
      Connection connection,
      PreparedStatement last,
      PreparedStatement row,
      PreparedStatement body,
      PreparedStatement known) {
    void close() {
      for (PreparedStatement statement : List.of(last, row, body, known)) {
        try {
          statement.close();
        } catch (SQLException e) {
          LOG.debug("A statement of a broken connection could not be closed", e);
        }
      }
    }
  }
}
