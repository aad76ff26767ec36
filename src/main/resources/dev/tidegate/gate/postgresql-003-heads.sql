CREATE TABLE head_check (
  repo TEXT NOT NULL,
  head TEXT NOT NULL,
  request TEXT NOT NULL,
  owner TEXT NOT NULL,
  owned_until BIGINT NOT NULL,
  PRIMARY KEY (repo, head)
);
CREATE TABLE head_verdict (
  repo TEXT NOT NULL,
  head TEXT NOT NULL,
  source TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (repo, head, source)
);
CREATE INDEX head_check_age ON head_check (owned_until);
