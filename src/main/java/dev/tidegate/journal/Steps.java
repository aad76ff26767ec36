package dev.tidegate.journal;

import dev.tidegate.store.Database;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rows of one run, read once per telling. */
final class Steps {
  private static final String UPSERT =
      "INSERT INTO journal_step (run_id, name, outcome, at) VALUES (?, ?, ?, ?) ON CONFLICT"
          + " (run_id, name) DO UPDATE SET outcome = excluded.outcome, at = excluded.at";
  private final Database database;
  private final Clock clock;
  private final String runId;
  private final Map<String, Optional<String>> rows = new HashMap<>();
  private boolean read;

  Steps(Database database, Clock clock, String runId) {
    this.database = database;
    this.clock = clock;
    this.runId = runId;
  }

  /** Step name to its outcome, which is empty for an intent. */
  Map<String, Optional<String>> known() {
    if (!read) {
      database.read(handle -> {
        handle
            .createQuery("SELECT name, outcome FROM journal_step WHERE run_id = ?")
            .bind(0, runId)
            .map(
                (row, context) -> rows.put(row.getString(1), Optional.ofNullable(row.getString(2))))
            .list();
        return "";
      });
      read = true;
    }
    return rows;
  }

  void intend(Ownership ownership, String name) {
    database.change(handle -> {
      ownership.mayBegin(handle);
      handle.execute(
          "INSERT INTO journal_step (run_id, name, at) VALUES (?, ?, ?)",
          runId,
          name,
          clock.millis());
    });
    rows.put(name, Optional.empty());
  }

  void record(Ownership ownership, String name, String outcome) {
    database.change(handle -> {
      ownership.mayRecord(handle);
      handle.execute(UPSERT, runId, name, outcome, clock.millis());
    });
    rows.put(name, Optional.of(outcome));
  }

  void check(Ownership ownership) {
    database.read(handle -> {
      ownership.mayBegin(handle);
      return "";
    });
  }
}
