CREATE TABLE landings (
  repo TEXT NOT NULL,
  ref TEXT NOT NULL,
  judged TEXT NOT NULL,
  judged_from TEXT,
  judged_by TEXT NOT NULL,
  allowed TEXT,
  PRIMARY KEY (repo, ref)
);
