package dev.tidegate.store;

import java.nio.file.Path;

/** Where the state is kept. */
public sealed interface Target {
  /** One SQLite file in this directory, made where missing. Local disks only. */
  record Sqlite(Path directory) implements Target {}

  /**
   * A PostgreSQL database shared by replicas.
   *
   * @param url such as {@code jdbc:postgresql://db.example.com:5432/tidegate}; holds no password
   * @param user empty where the URL or the environment names it
   * @param password empty where none is needed; never printed
   */
  record Postgresql(String url, String user, String password) implements Target {
    public Postgresql {
      if (!url.startsWith("jdbc:postgresql:")) {
        throw new IllegalArgumentException("not a jdbc:postgresql: URL");
      }
    }

    @Override
    public String toString() {
      return "Postgresql[" + url.replaceFirst("\\?.*", "") + "]";
    }
  }
}
