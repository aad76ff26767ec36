package dev.tidegate.store;

import java.time.Instant;
import java.time.ZoneOffset;

/** What differs between the two databases. */
public enum Dialect {
  SQLITE,
  POSTGRESQL;

  /** Ends a SELECT that must hold its rows until the transaction ends; SQLite has one writer. */
  public String forUpdate() {
    return this == POSTGRESQL ? " FOR UPDATE" : "";
  }

  /** An instant as the queue's own table keeps it; all other tables keep epoch milliseconds. */
  public Object timestamp(Instant at) {
    return this == POSTGRESQL ? at.atOffset(ZoneOffset.UTC) : at.toEpochMilli();
  }

  String word() {
    return this == POSTGRESQL ? "postgresql" : "sqlite";
  }
}
