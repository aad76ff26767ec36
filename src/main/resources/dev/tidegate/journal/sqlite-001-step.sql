-- A row without an outcome is an intent: the effect was begun.
CREATE TABLE journal_step (
  run_id TEXT NOT NULL,
  name TEXT NOT NULL,
  outcome TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (run_id, name)
) WITHOUT ROWID;
