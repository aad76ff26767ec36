package dev.tidegate.journal;

import dev.tidegate.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** The steps of all runs. Thread-safe. */
public final class Journal {
  private final Database database;
  private final Clock clock;

  /** Brings its table up to date. */
  public Journal(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    database.migrate(Journal.class, "001-step");
  }

  /** Tells a run, for the first time or again. The result is for one thread. */
  public JournaledRun tell(String runId, Ownership ownership) {
    return new JournaledRun(runId, new Steps(database, clock, runId), ownership);
  }

  /**
   * Forgets the effects that were begun and never ended, because somebody has looked: the next
   * telling does them anew. Part of the caller's transaction.
   */
  public void forgetIntents(Handle transaction, String runId) {
    transaction.execute("DELETE FROM journal_step WHERE run_id = ? AND outcome IS NULL", runId);
  }

  /** Removes at most {@code limit} steps recorded before then; gives how many. */
  public int prune(Instant before, int limit) {
    return database.write(handle ->
        handle.execute(
            "DELETE FROM journal_step WHERE (run_id, name) IN"
                + " (SELECT run_id, name FROM journal_step WHERE at < ? LIMIT ?)",
            before.toEpochMilli(),
            limit));
  }

  /** Removes every step of these runs and of their later tellings. */
  public void forget(Handle handle, Collection<String> runIds) {
    for (String id : runIds) {
      handle.execute(
          "DELETE FROM journal_step WHERE run_id = ? OR (run_id > ? AND run_id < ?)",
          id,
          id + "#",
          id + "$");
    }
  }
}
