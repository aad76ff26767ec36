-- Rows are never deleted: an old signed delivery stays a duplicate for ever. Bodies are pruned.
CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY,
  hook_id TEXT NOT NULL,
  guid TEXT NOT NULL,
  event TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  body_hash BLOB NOT NULL,
  state TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  lane TEXT,
  word TEXT,
  routed_at INTEGER,
  not_before INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  starts INTEGER NOT NULL DEFAULT 0,
  telling INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  UNIQUE (hook_id, guid)
);
CREATE INDEX delivery_stored ON delivery (seq) WHERE state = 'stored';
CREATE INDEX delivery_open ON delivery (lane, seq)
  WHERE state IN ('waiting', 'running', 'retrying');
CREATE INDEX delivery_word ON delivery (lane, word, seq)
  WHERE state IN ('waiting', 'running', 'retrying');

CREATE TABLE delivery_body (
  seq INTEGER PRIMARY KEY,
  body BLOB NOT NULL
);

-- epoch: raised by each claim; who holds an older one has lost the lane.
CREATE TABLE lane (
  name TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BLOB,
  execution_time INTEGER NOT NULL,
  picked INTEGER NOT NULL,
  picked_by TEXT,
  last_success INTEGER,
  last_failure INTEGER,
  consecutive_failures INTEGER,
  last_heartbeat INTEGER,
  version INTEGER NOT NULL,
  priority INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
