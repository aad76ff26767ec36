package dev.tidegate.inbox;

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
  private static final String INSERT_BODY = "INSERT INTO delivery_body (seq, body) VALUES (?, ?)";
  private static final String HASH =
      "SELECT body_hash FROM delivery WHERE hook_id = ? AND guid = ?";

  private final Database database;
  private final Runnable stored;
  private final long byteLimit;
  private final ArrayBlockingQueue<Pending> queue;
  private final AtomicLong bytes = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  GroupCommit(Database database, InboxSettings settings, Runnable stored) {
    this.database = database;
    this.stored = stored;
    this.byteLimit = settings.queueBytes();
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.thread = Thread.ofPlatform().name("tidegate-intake").start(this::drain);
  }

  CompletableFuture<Intake.Receipt> add(Delivery delivery, byte[] hash) {
    Pending pending = new Pending(delivery, hash, new CompletableFuture<>());
    int size = delivery.body().length;
    long before = bytes.getAndAdd(size);
    if (closed || (before > 0 && before + size > byteLimit) || !queue.offer(pending)) {
      bytes.addAndGet(-size);
      pending.future.completeExceptionally(new Intake.Full());
    }
    return pending.future;
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
        connection.rollback();
        throw e;
      }
    }
  }

  private List<Intake.Receipt> insert(Connection connection, List<Pending> batch)
      throws SQLException {
    long[] numbers = numbers(connection, batch.size());
    int[] inserted;
    try (PreparedStatement row = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < numbers.length; i++) {
        bind(row, numbers[i], batch.get(i));
        row.addBatch();
      }
      inserted = row.executeBatch();
    }
    try (PreparedStatement body = connection.prepareStatement(INSERT_BODY)) {
      for (int i = 0; i < numbers.length; i++) {
        if (inserted[i] > 0) {
          body.setLong(1, numbers[i]);
          body.setBytes(2, batch.get(i).delivery.body());
          body.addBatch();
        }
      }
      body.executeBatch();
    }
    List<Intake.Receipt> receipts = new ArrayList<>(inserted.length);
    for (int i = 0; i < inserted.length; i++) {
      receipts.add(inserted[i] > 0 ? Intake.Receipt.STORED : compare(connection, batch.get(i)));
    }
    return receipts;
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
    row.setBytes(6, pending.hash);
    row.setLong(7, received);
  }

  /**
   * Numbers in the order of arrival. SQLite: the next ones, safe because the transaction already
   * holds the only write lock. PostgreSQL: from a sequence, so that what was acknowledged before
   * another arrived has the smaller number, also across replicas.
   */
  private long[] numbers(Connection connection, int count) throws SQLException {
    long[] numbers = new long[count];
    if (database.dialect() == Dialect.SQLITE) {
      try (PreparedStatement last =
              connection.prepareStatement("SELECT coalesce(max(seq), 0) FROM delivery");
          ResultSet row = last.executeQuery()) {
        row.next();
        long base = row.getLong(1);
        for (int i = 0; i < count; i++) {
          numbers[i] = base + i + 1;
        }
      }
      return numbers;
    }
    try (PreparedStatement next =
        connection.prepareStatement("SELECT nextval('delivery_seq') FROM generate_series(1, ?)")) {
      next.setInt(1, count);
      try (ResultSet rows = next.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          numbers[i] = rows.getLong(1);
        }
      }
    }
    return numbers;
  }

  private static Intake.Receipt compare(Connection connection, Pending pending)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HASH)) {
      query.setString(1, pending.delivery.hookId());
      query.setString(2, pending.delivery.guid());
      try (ResultSet row = query.executeQuery()) {
        byte @Nullable [] known = row.next() ? row.getBytes(1) : null;
        return Arrays.equals(known, pending.hash)
            ? Intake.Receipt.DUPLICATE
            : Intake.Receipt.CONFLICT;
      }
    }
  }

  /** Stores what waits, then stops. */
  @Override
  public void close() {
    closed = true;
    Lanes.join(thread);
  }

  private record Pending(
      Delivery delivery, byte[] hash, CompletableFuture<Intake.Receipt> future) {}
}
