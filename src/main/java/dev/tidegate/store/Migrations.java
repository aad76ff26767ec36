package dev.tidegate.store;

import dev.tidegate.trouble.RemoteException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs each room's SQL scripts once, in order, remembering their checksums. Plain JDBC, because a
 * start waits for it.
 */
final class Migrations {
  private static final long LOCK = 0x7469_6465_6761_7465L;
  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  void run(Class<?> room, String... scripts) throws SQLException {
    Map<String, String> wanted = Scripts.read(room, database.dialect(), scripts);
    String name = room.getPackageName();
    try (Connection connection = database.writer().getConnection()) {
      // A look without a lock first: the common start writes nothing.
      if (tableExists(connection) && done(connection, name).equals(Scripts.checksums(wanted))) {
        return;
      }
      connection.setAutoCommit(false);
      try {
        apply(connection, name, wanted);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
  }

  private void apply(Connection connection, String room, Map<String, String> wanted)
      throws SQLException {
    if (database.dialect() == Dialect.POSTGRESQL) {
      try (Statement lock = connection.createStatement()) {
        lock.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      }
    }
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_script (room TEXT NOT NULL, script TEXT NOT NULL,"
            + " checksum TEXT NOT NULL, PRIMARY KEY (room, script))");
    Map<String, String> done = done(connection, room);
    Map<String, String> sums = Scripts.checksums(wanted);
    for (Map.Entry<String, String> ran : done.entrySet()) {
      if (!sums.containsKey(ran.getKey())) {
        throw refused(
            "a newer version has been here (script " + ran.getKey() + " of " + room + ")",
            "Start that version, or restore a backup from before it");
      }
      if (!ran.getValue().equals(sums.get(ran.getKey()))) {
        throw refused(
            "script " + ran.getKey() + " of " + room + " is not the one that ran here",
            "Start the version that made this database");
      }
    }
    for (Map.Entry<String, String> script : wanted.entrySet()) {
      if (!done.containsKey(script.getKey())) {
        execute(connection, script.getValue());
        record(connection, room, script.getKey(), sums.getOrDefault(script.getKey(), ""));
      }
    }
  }

  /** A script of several statements: as an update, both drivers take them in one go. */
  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static void record(Connection connection, String room, String script, String checksum)
      throws SQLException {
    try (PreparedStatement row =
        connection.prepareStatement(
            "INSERT INTO schema_script (room, script, checksum) VALUES (?, ?, ?)")) {
      row.setString(1, room);
      row.setString(2, script);
      row.setString(3, checksum);
      row.executeUpdate();
    }
  }

  /** True where any script ever ran. */
  boolean any() throws SQLException {
    try (Connection connection = database.writer().getConnection()) {
      return tableExists(connection);
    }
  }

  private boolean tableExists(Connection connection) throws SQLException {
    String sql =
        database.dialect() == Dialect.POSTGRESQL
            ? "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
                + " AND tablename = 'schema_script'"
            : "SELECT count(*) FROM sqlite_master WHERE name = 'schema_script'";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getInt(1) > 0;
    }
  }

  private static Map<String, String> done(Connection connection, String room) throws SQLException {
    Map<String, String> done = new LinkedHashMap<>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT script, checksum FROM schema_script WHERE room = ?")) {
      query.setString(1, room);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          done.put(row.getString(1), row.getString(2));
        }
      }
    }
    return done;
  }

  private static RemoteException refused(String what, String remedy) {
    return RemoteException.lasting("database", what + ". " + remedy, null);
  }
}
