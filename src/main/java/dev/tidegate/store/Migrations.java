package dev.tidegate.store;

import dev.tidegate.trouble.RemoteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Runs each room's SQL scripts once, in order, remembering their checksums. */
final class Migrations {
  private static final long LOCK = 0x7469_6465_6761_7465L;
  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  void run(Class<?> room, String... scripts) {
    Map<String, String> wanted = Scripts.read(room, database.dialect(), scripts);
    String name = room.getPackageName();
    if (database.read(handle -> upToDate(handle, name, wanted))) {
      return;
    }
    database.change(handle -> apply(handle, name, wanted));
  }

  /** A look without a lock first: the common start writes nothing. */
  private boolean upToDate(Handle handle, String room, Map<String, String> wanted) {
    return tableExists(handle) && done(handle, room).equals(Scripts.checksums(wanted));
  }

  private void apply(Handle handle, String room, Map<String, String> wanted) {
    if (database.dialect() == Dialect.POSTGRESQL) {
      handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    }
    handle.execute(
        "CREATE TABLE IF NOT EXISTS schema_script (room TEXT NOT NULL, script TEXT NOT NULL,"
            + " checksum TEXT NOT NULL, PRIMARY KEY (room, script))");
    Map<String, String> done = done(handle, room);
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
    wanted.forEach((script, sql) -> {
      if (!done.containsKey(script)) {
        handle.createScript(sql).execute();
        handle.execute(
            "INSERT INTO schema_script (room, script, checksum) VALUES (?, ?, ?)",
            room,
            script,
            sums.get(script));
      }
    });
  }

  private boolean tableExists(Handle handle) {
    String sql =
        database.dialect() == Dialect.POSTGRESQL
            ? "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
                + " AND tablename = 'schema_script'"
            : "SELECT count(*) FROM sqlite_master WHERE name = 'schema_script'";
    return handle.createQuery(sql).mapTo(Integer.class).one() > 0;
  }

  private static Map<String, String> done(Handle handle, String room) {
    Map<String, String> done = new LinkedHashMap<>();
    List<Map.Entry<String, String>> rows =
        handle
            .createQuery("SELECT script, checksum FROM schema_script WHERE room = ?")
            .bind(0, room)
            .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
            .list();
    rows.forEach(row -> done.put(row.getKey(), row.getValue()));
    return done;
  }

  private static RemoteException refused(String what, String remedy) {
    return RemoteException.lasting("database", what + ". " + remedy, null);
  }
}
