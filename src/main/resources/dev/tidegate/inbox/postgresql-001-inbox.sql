-- Rows are never deleted: an old signed delivery stays a duplicate for ever. Bodies are pruned.
CREATE TABLE delivery (
  seq BIGINT PRIMARY KEY,
  hook_id TEXT NOT NULL,
  guid TEXT NOT NULL,
  event TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  body_hash BYTEA NOT NULL,
  state TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  lane TEXT,
  word TEXT,
  routed_at BIGINT,
  not_before BIGINT NOT NULL DEFAULT 0,
  failures BIGINT NOT NULL DEFAULT 0,
  starts BIGINT NOT NULL DEFAULT 0,
  telling BIGINT NOT NULL DEFAULT 0,
  reason TEXT,
  UNIQUE (hook_id, guid)
);
CREATE INDEX delivery_stored ON delivery (seq) WHERE state = 'stored';
CREATE INDEX delivery_open ON delivery (lane, seq)
  WHERE state IN ('waiting', 'running', 'retrying');
CREATE INDEX delivery_word ON delivery (lane, word, seq)
  WHERE state IN ('waiting', 'running', 'retrying');

CREATE SEQUENCE delivery_seq;

CREATE TABLE delivery_body (
  seq BIGINT PRIMARY KEY,
  body BYTEA NOT NULL
);

-- epoch: raised by each claim; who holds an older one has lost the lane.
CREATE TABLE lane (
  name TEXT PRIMARY KEY,
  epoch BIGINT NOT NULL
);

CREATE TABLE scheduled_tasks (
  task_name TEXT NOT NULL,
  task_instance TEXT NOT NULL,
  task_data BYTEA,
  execution_time TIMESTAMP WITH TIME ZONE NOT NULL,
  picked BOOLEAN NOT NULL,
  picked_by TEXT,
  last_success TIMESTAMP WITH TIME ZONE,
  last_failure TIMESTAMP WITH TIME ZONE,
  consecutive_failures INTEGER,
  last_heartbeat TIMESTAMP WITH TIME ZONE,
  version BIGINT NOT NULL,
  priority SMALLINT,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_execution_time ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_last_heartbeat ON scheduled_tasks (last_heartbeat);
