package dev.tidegate.inbox;

import dev.tidegate.inbox.body.Packed;
import dev.tidegate.store.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The SQL of the lanes. Whoever changes a lane holds its row until the transaction ends, so that
 * "nothing is left" and "something came" cannot both be true. Owning a lane is its epoch and
 * nothing else: each claim raises it, and who holds an older one has lost the lane.
 */
final class LaneStore {
  static final String TASK = "lane";
  private static final String OPEN = "state IN ('waiting', 'running', 'retrying')";
  private static final String JOB =
      "SELECT seq, hook_id, guid, event, received_at, word, routed_at, failures, starts, telling,"
          + " not_before FROM delivery d WHERE lane = ? AND "
          + OPEN;
  private static final String NO_NEWER =
      " AND NOT EXISTS (SELECT 1 FROM delivery n WHERE n.lane = d.lane AND n.word = d.word"
          + " AND n.seq > d.seq AND n."
          + OPEN
          + ")";

  private final Dialect dialect;

  LaneStore(Dialect dialect) {
    this.dialect = dialect;
  }

  static String runId(String hookId, String guid, int telling) {
    return hookId + "/" + guid + (telling == 0 ? "" : "#" + telling);
  }

  /** A stored delivery and the lane its handler chose; an empty lane settles it. */
  record Routed(long seq, Optional<Lane> lane, Deliveries.State state, String reason) {}

  /** A delivery being handled. */
  record Job(
      long seq,
      String hookId,
      String guid,
      String event,
      Instant receivedAt,
      Optional<String> word,
      Instant routedAt,
      int failures,
      int starts,
      int telling,
      Instant notBefore) {
    String runId() {
      return LaneStore.runId(hookId, guid, telling);
    }

    Delivery delivery(byte[] body) {
      return new Delivery(hookId, guid, event, receivedAt, body);
    }
  }

  /** The lane was claimed by another while we held it. */
  static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lost(String lane) {
      super("lane " + lane + " was taken over by another process", null, false, false);
    }
  }

  /** Puts deliveries into their lanes and wakes these, all or nothing. */
  void route(Handle handle, List<Routed> batch, Instant now) {
    Set<String> lanes = new LinkedHashSet<>();
    try (PreparedBatch updates =
        handle.prepareBatch(
            "UPDATE delivery SET state = ?, lane = ?, word = ?, reason = ?, routed_at = ?,"
                + " changed_at = ? WHERE seq = ? AND state = 'stored'")) {
      for (Routed routed : batch) {
        routed.lane().map(Lane::key).filter(lanes::add).ifPresent(lane -> hold(handle, lane));
        updates.add(
            routed.state().word(),
            routed.lane().map(Lane::key).orElse(null),
            routed.lane().flatMap(Lane::supersedes).orElse(null),
            routed.reason().isEmpty() ? null : routed.reason(),
            now.toEpochMilli(),
            now.toEpochMilli(),
            routed.seq());
      }
      updates.execute();
    }
    lanes.forEach(lane -> wake(handle, lane, now));
  }

  private static void hold(Handle handle, String lane) {
    handle.execute(
        "INSERT INTO lane (name, epoch) VALUES (?, 0)"
            + " ON CONFLICT (name) DO UPDATE SET epoch = lane.epoch",
        lane);
  }

  private void wake(Handle handle, String lane, Instant now) {
    handle.execute(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " VALUES (?, ?, ?, ?, 1) ON CONFLICT (task_name, task_instance) DO UPDATE SET"
            + " execution_time = excluded.execution_time, version = scheduled_tasks.version + 1"
            + " WHERE scheduled_tasks.picked = excluded.picked"
            + " AND scheduled_tasks.execution_time > excluded.execution_time",
        TASK,
        lane,
        dialect.timestamp(now),
        false);
  }

  /** Wakes every lane that has something open: nothing is left behind, whatever happened. */
  void wakeAll(Handle handle, Instant now) {
    handle.execute(
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " SELECT DISTINCT 'lane', lane, "
            + (dialect == Dialect.POSTGRESQL ? "CAST(? AS TIMESTAMP WITH TIME ZONE)" : "?")
            + ", "
            + (dialect == Dialect.POSTGRESQL ? "false" : "0")
            + ", 1 FROM delivery WHERE "
            + OPEN
            + " ON CONFLICT (task_name, task_instance) DO NOTHING",
        dialect.timestamp(now));
  }

  /** Frees what a dead process of this directory held; only while serving alone. */
  void freeAll(Handle handle) {
    handle.execute(
        "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE picked = ?",
        false,
        true);
  }

  /** Takes the lane from whoever had it; gives the new epoch. */
  long claim(Handle handle, String lane) {
    handle.execute("UPDATE lane SET epoch = epoch + 1 WHERE name = ?", lane);
    return handle
        .createQuery("SELECT epoch FROM lane WHERE name = ?")
        .bind(0, lane)
        .mapTo(Long.class)
        .one();
  }

  /** Holds the lane's row, or throws Lost. */
  void mustOwn(Handle handle, String lane, long epoch) {
    long now =
        handle
            .createQuery("SELECT epoch FROM lane WHERE name = ?" + dialect.forUpdate())
            .bind(0, lane)
            .mapTo(Long.class)
            .one();
    if (now != epoch) {
      throw new Lost(lane);
    }
  }

  /** What a dead owner had begun. */
  Optional<Job> begun(Handle handle, String lane) {
    return job(handle, lane, " AND state = 'running'");
  }

  /** The oldest that no newer one makes pointless; perhaps to be put off still. */
  Optional<Job> head(Handle handle, String lane) {
    return job(handle, lane, NO_NEWER);
  }

  private static Optional<Job> job(Handle handle, String lane, String condition) {
    return handle
        .createQuery(JOB + condition + " ORDER BY seq LIMIT 1")
        .bind(0, lane)
        .map((row, context) -> job(row))
        .findOne();
  }

  /** Starts it, and in the same breath settles the older ones it makes pointless. */
  void start(Handle handle, String lane, Job job, Instant now) {
    handle.execute(
        "UPDATE delivery SET state = 'running', starts = starts + 1, changed_at = ?"
            + " WHERE seq = ?",
        now.toEpochMilli(),
        job.seq());
    if (job.word().isPresent()) {
      handle.execute(
          "UPDATE delivery SET state = 'superseded', reason = ?, changed_at = ?"
              + " WHERE lane = ? AND word = ? AND seq < ? AND "
              + OPEN,
          "superseded by " + job.guid(),
          now.toEpochMilli(),
          lane,
          job.word().get(),
          job.seq());
    }
  }

  /** The GUID of a newer one that takes this one's place. */
  Optional<String> newer(Handle handle, String lane, long seq) {
    return handle
        .createQuery(
            "SELECT n.guid FROM delivery d JOIN delivery n ON n.lane = d.lane"
                + " AND n.word = d.word AND n.seq > d.seq AND n."
                + OPEN
                + " WHERE d.seq = ? AND d.lane = ? ORDER BY n.seq DESC LIMIT 1")
        .bind(0, seq)
        .bind(1, lane)
        .mapTo(String.class)
        .findOne();
  }

  void settle(Handle handle, long seq, Deliveries.State state, String reason, Instant now) {
    handle.execute(
        "UPDATE delivery SET state = ?, reason = ?, changed_at = ? WHERE seq = ?",
        state.word(),
        reason.isEmpty() ? null : reason,
        now.toEpochMilli(),
        seq);
  }

  /**
   * Puts it off.
   *
   * @param certain false where an effect was begun without an outcome: such a run is told to its
   *     end, nothing newer takes its place before
   */
  void putOff(
      Handle handle,
      Job job,
      Deliveries.State state,
      String reason,
      Instant until,
      boolean certain) {
    handle.execute(
        "UPDATE delivery SET state = ?, reason = ?, not_before = ?, failures = ?, starts = 0,"
            + " word = ? WHERE seq = ?",
        state.word(),
        reason,
        until.toEpochMilli(),
        state == Deliveries.State.RETRYING ? job.failures() + 1 : job.failures(),
        certain ? job.word().orElse(null) : null,
        job.seq());
  }

  /** It got somewhere, or was put aside in good order: earlier starts say nothing any more. */
  void lives(Handle handle, long seq) {
    handle.execute("UPDATE delivery SET starts = 0 WHERE seq = ? AND starts > 0", seq);
  }

  /** Lets go of the lane until then; with nothing left its wake-up goes too. */
  void release(Handle handle, String lane, long version, Optional<Instant> next) {
    if (next.isEmpty()) {
      handle.execute(
          "DELETE FROM scheduled_tasks WHERE task_name = ? AND task_instance = ? AND version = ?",
          TASK,
          lane,
          version);
      return;
    }
    handle.execute(
        "UPDATE scheduled_tasks SET picked = ?, picked_by = NULL, last_heartbeat = NULL,"
            + " execution_time = ?, consecutive_failures = 0, version = version + 1"
            + " WHERE task_name = ? AND task_instance = ? AND version = ?",
        false,
        dialect.timestamp(next.get()),
        TASK,
        lane,
        version);
  }

  Optional<byte[]> body(Handle handle, long seq) {
    return packed(handle, seq).map(Packed::plain);
  }

  Optional<Packed> packed(Handle handle, long seq) {
    return handle
        .createQuery("SELECT " + Packed.COLUMNS + " FROM delivery_body b WHERE b.seq = ?")
        .bind(0, seq)
        .map((row, context) -> Packed.in(row).orElseThrow())
        .findOne();
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getLong("seq"),
        row.getString("hook_id"),
        row.getString("guid"),
        row.getString("event"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        Optional.ofNullable(row.getString("word")),
        Instant.ofEpochMilli(row.getLong("routed_at")),
        row.getInt("failures"),
        row.getInt("starts"),
        row.getInt("telling"),
        Instant.ofEpochMilli(row.getLong("not_before")));
  }
}
