package dev.tidegate.inbox;

import dev.tidegate.inbox.body.Packed;
import dev.tidegate.journal.Journal;
import dev.tidegate.store.Database;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jdbi.v3.core.Handle;

/** What was delivered and what became of it; works beside a serving process. Thread-safe. */
public final class Deliveries {
  private static final int PRUNED_AT_ONCE = 500;
  private static final String COLUMNS =
      "SELECT d.seq, d.hook_id, d.guid, d.event, d.received_at, d.state, d.lane, d.reason,"
          + " d.failures, d.telling, d.not_before";
  private final Database database;
  private final Journal journal;
  private final Clock clock;

  /** Brings the tables up to date. */
  public Deliveries(Database database, Journal journal, Clock clock) {
    this.database = database;
    this.journal = journal;
    this.clock = clock;
    database.migrate(Inbox.class, "001-inbox", "002-packed");
  }

  /** Where a delivery stands. */
  public enum State {
    /** On disk; its lane is not decided yet. */
    STORED,
    /** In its lane, or put off by its own story. */
    WAITING,
    RUNNING,
    /** Failed; will be tried again. */
    RETRYING,
    DONE,
    /** A newer one of its lane counts instead. */
    SUPERSEDED,
    /** Nothing to do; kept for replay. */
    IGNORED,
    /** Given up; a person may replay it. */
    DEAD;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    public boolean settled() {
      return switch (this) {
        case STORED, WAITING, RUNNING, RETRYING -> false;
        case DONE, SUPERSEDED, IGNORED, DEAD -> true;
      };
    }
  }

  /**
   * One delivery.
   *
   * @param lane empty before its lane is decided, and where it needs none
   * @param reason why it is retried, superseded, ignored or dead; empty otherwise
   * @param failures in its present telling
   * @param runId names its run in the journal
   */
  public record Entry(
      String guid,
      String hookId,
      String event,
      Instant receivedAt,
      State state,
      String lane,
      String reason,
      int failures,
      String runId) {}

  /** What a replay came to. */
  public enum Replay {
    REPLAYED,
    UNKNOWN,
    /** It is not settled: nothing to replay yet. */
    STILL_OPEN,
    /** Its body was pruned. */
    BODY_GONE
  }

  /** The newest first. */
  public List<Entry> list(Optional<State> state, int limit) {
    String where = state.isPresent() ? " WHERE d.state = :state" : "";
    return database.read(handle -> {
      var query =
          handle
              .createQuery(
                  COLUMNS + " FROM delivery d" + where + " ORDER BY d.seq DESC LIMIT :limit")
              .bind("limit", limit);
      state.ifPresent(wanted -> query.bind("state", wanted.word()));
      return query.map((row, context) -> entry(row)).list();
    });
  }

  /** All with this GUID: at most one for each hook. */
  public List<Entry> find(String guid) {
    return database.read(handle ->
        handle
            .createQuery(COLUMNS + " FROM delivery d WHERE d.guid = ? ORDER BY d.seq")
            .bind(0, guid)
            .map((row, context) -> entry(row))
            .list());
  }

  /** The raw body; empty where pruned or unknown. */
  public Optional<byte[]> body(String hookId, String guid) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT "
                    + Packed.COLUMNS
                    + " FROM delivery d JOIN delivery_body b ON b.seq = d.seq"
                    + " WHERE d.hook_id = ? AND d.guid = ?")
            .bind(0, hookId)
            .bind(1, guid)
            .map((row, context) -> Packed.read(row))
            .findOne());
  }

  /**
   * Has a settled delivery handled again, beginning with the decision about its lane. A dead one
   * goes on after its last finished step, and an effect whose outcome was unknown is done anew (a
   * person has looked); any other is told afresh. A serving process notices within its poll.
   */
  public Replay replay(String hookId, String guid) {
    return database.write(handle -> replay(handle, hookId, guid));
  }

  private Replay replay(Handle handle, String hookId, String guid) {
    Optional<Entry> found =
        handle
            .createQuery(
                COLUMNS
                    + " FROM delivery d WHERE d.hook_id = ? AND d.guid = ?"
                    + database.dialect().forUpdate())
            .bind(0, hookId)
            .bind(1, guid)
            .map((row, context) -> entry(row))
            .findOne();
    if (found.isEmpty()) {
      return Replay.UNKNOWN;
    }
    Entry entry = found.get();
    if (!entry.state().settled()) {
      return Replay.STILL_OPEN;
    }
    boolean resumes = entry.state() == State.DEAD;
    int changed =
        handle.execute(
            "UPDATE delivery SET state = 'stored', changed_at = ?, lane = NULL, word = NULL,"
                + " not_before = 0, failures = 0, starts = 0, reason = NULL,"
                + " telling = telling + ? WHERE hook_id = ? AND guid = ?"
                + " AND EXISTS (SELECT 1 FROM delivery_body b WHERE b.seq = delivery.seq)",
            clock.millis(),
            resumes ? 0 : 1,
            hookId,
            guid);
    if (changed == 0) {
      return Replay.BODY_GONE;
    }
    if (resumes) {
      journal.forgetIntents(handle, entry.runId());
    }
    return Replay.REPLAYED;
  }

  /** How many stand where; every state is present. */
  public Map<State, Long> counts() {
    Map<State, Long> counts = new EnumMap<>(State.class);
    for (State state : State.values()) {
      counts.put(state, 0L);
    }
    database
        .read(handle ->
            handle
                .createQuery("SELECT state, count(*) FROM delivery GROUP BY state")
                .map((row, context) -> Map.entry(State.of(row.getString(1)), row.getLong(2)))
                .list())
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  /** The GUIDs received since then, for comparing with what the forge says it sent. */
  public Set<String> guidsSince(Instant since) {
    return new HashSet<>(
        database.read(handle ->
            handle
                .createQuery("SELECT guid FROM delivery WHERE received_at >= ?")
                .bind(0, since.toEpochMilli())
                .mapTo(String.class)
                .list()));
  }

  /**
   * Removes settled deliveries with their steps, and the bodies of dead letters, once they are old;
   * a few at a time so that nobody waits long for the writer. A dead letter itself stays.
   */
  void prune(InboxSettings settings) {
    Instant now = clock.instant();
    untilFewer(() -> removeSettled(now.minus(settings.keepSettled())));
    untilFewer(() -> removeDeadBodies(now.minus(settings.keepDead())));
    untilFewer(() -> journal.prune(now.minus(settings.keepSteps()), PRUNED_AT_ONCE));
  }

  /** The newest delivery stays in any case: the next number is counted from it. */
  private int removeSettled(Instant before) {
    return database.write(handle -> {
      Map<Long, String> old = new HashMap<>();
      handle
          .createQuery(
              "SELECT seq, hook_id, guid FROM delivery"
                  + " WHERE state IN ('done', 'superseded', 'ignored') AND changed_at < ?"
                  + " AND seq < (SELECT max(seq) FROM delivery) ORDER BY seq LIMIT ?")
          .bind(0, before.toEpochMilli())
          .bind(1, PRUNED_AT_ONCE)
          .map((row, context) ->
              old.put(row.getLong(1), LaneStore.runId(row.getString(2), row.getString(3), 0)))
          .list();
      if (!old.isEmpty()) {
        for (String table : List.of("delivery_body", "delivery")) {
          handle
              .createUpdate("DELETE FROM " + table + " WHERE seq IN (<old>)")
              .bindList("old", List.copyOf(old.keySet()))
              .execute();
        }
        journal.forget(handle, old.values());
      }
      return old.size();
    });
  }

  /** Leaves a hash in a body's place, so that the same delivery is known again. */
  private int removeDeadBodies(Instant before) {
    return database.write(handle -> {
      List<Long> old =
          handle
              .createQuery(
                  "SELECT b.seq FROM delivery_body b JOIN delivery d ON d.seq = b.seq"
                      + " WHERE d.state = 'dead' AND d.changed_at < ? ORDER BY b.seq LIMIT ?")
              .bind(0, before.toEpochMilli())
              .bind(1, PRUNED_AT_ONCE)
              .mapTo(Long.class)
              .list();
      old.forEach(seq -> leaveHash(handle, seq));
      return old.size();
    });
  }

  /** Nothing where another replica was quicker. */
  private static void leaveHash(Handle handle, long seq) {
    handle
        .createQuery("SELECT " + Packed.COLUMNS + " FROM delivery_body b WHERE b.seq = ?")
        .bind(0, seq)
        .map((row, context) -> hash(Packed.read(row)))
        .findOne()
        .ifPresent(hash -> {
          handle.execute("UPDATE delivery SET body_hash = ? WHERE seq = ?", hash, seq);
          handle.execute("DELETE FROM delivery_body WHERE seq = ?", seq);
        });
  }

  /** What stands for a body that is gone: SHA-256, 32 bytes. */
  static byte[] hash(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public long count(State state) {
    return database.read(handle ->
        handle
            .createQuery("SELECT count(*) FROM delivery WHERE state = ?")
            .bind(0, state.word())
            .mapTo(Long.class)
            .one());
  }

  /** How many lanes have a delivery in one of these states. */
  public long lanes(State... states) {
    List<String> words = Arrays.stream(states).map(State::word).toList();
    return database.read(handle ->
        handle
            .createQuery("SELECT count(DISTINCT lane) FROM delivery WHERE state IN (<words>)")
            .bindList("words", words)
            .mapTo(Long.class)
            .one());
  }

  private static void untilFewer(IntSupplier chunk) {
    int removed = PRUNED_AT_ONCE;
    while (removed == PRUNED_AT_ONCE) {
      removed = chunk.getAsInt();
    }
  }

  private static Entry entry(ResultSet row) throws SQLException {
    String lane = row.getString("lane");
    String reason = row.getString("reason");
    return new Entry(
        row.getString("guid"),
        row.getString("hook_id"),
        row.getString("event"),
        Instant.ofEpochMilli(row.getLong("received_at")),
        State.of(row.getString("state")),
        lane == null ? "" : lane,
        reason == null ? "" : reason,
        row.getInt("failures"),
        LaneStore.runId(row.getString("hook_id"), row.getString("guid"), row.getInt("telling")));
  }
}
