package dev.tidegate.testing;

import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** Fresh, empty stores of both kinds; one real PostgreSQL per JVM, with fsync on. */
public final class Stores {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Path FOLDER = folder();

  private Stores() {}

  /** Where a new, empty store is to be kept. */
  public static Target fresh(Dialect dialect) {
    int number = NUMBER.incrementAndGet();
    return switch (dialect) {
      case SQLITE -> new Target.Sqlite(FOLDER.resolve("store-" + number));
      case POSTGRESQL -> freshPostgresql("store_" + number);
    };
  }

  private static Target freshPostgresql(String name) {
    try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + name);
      int port = Server.INSTANCE.getPort();
      return new Target.Postgresql(
          "jdbc:postgresql://localhost:" + port + "/postgres?currentSchema=" + name,
          "postgres",
          "");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("tidegate-stores");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Started on first use; stopped with the JVM. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "200")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
