package dev.tidegate.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** Tells a database that is away, full or shutting down from one that is misused. */
final class Away {
  private Away() {}

  /** The cause that says so. */
  static Optional<SQLException> find(Throwable trouble) {
    for (Throwable t = trouble; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && isAway(e)) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  private static boolean isAway(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    boolean postgresql =
        state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57P")
            || state.startsWith("58");
    return postgresql
        || e instanceof SQLTransientConnectionException
        || (e instanceof org.sqlite.SQLiteException s
            && switch (s.getResultCode()) {
              case SQLITE_BUSY, SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY -> true;
              default -> s.getResultCode().name().startsWith("SQLITE_IOERR");
            });
  }

  static String rootMessage(Throwable trouble) {
    Throwable root = trouble;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
