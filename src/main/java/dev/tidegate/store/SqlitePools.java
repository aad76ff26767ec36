package dev.tidegate.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Connections to the SQLite file, with the settings that durability needs. */
final class SqlitePools {
  private static final int PAGE_BYTES = 8192;
  private static final int CACHE_KIB = 16 * 1024;
  private static final int BUSY_MILLIS = 10_000;

  private SqlitePools() {}

  static Path file(Path directory) {
    return directory.resolve("tidegate.db");
  }

  /**
   * One connection: SQLite has one writer, and waiting for it in turn beats polling for its lock.
   */
  static HikariDataSource writer(Path directory) {
    HikariConfig pool = PostgresqlPool.config("state-writer", 1);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(30_000);
    pool.setDataSource(sqlite(directory));
    return new HikariDataSource(pool);
  }

  static HikariDataSource reader(Path directory) {
    HikariConfig pool = PostgresqlPool.config("state-reader", 4);
    pool.setMinimumIdle(0);
    pool.setInitializationFailTimeout(-1);
    pool.setDataSource(sqlite(directory));
    return new HikariDataSource(pool);
  }

  private static SQLiteDataSource sqlite(Path directory) {
    makeDirectory(directory);
    SQLiteConfig config = new SQLiteConfig();
    config.setPageSize(PAGE_BYTES);
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setCacheSize(-CACHE_KIB);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file(directory));
    return source;
  }

  /** Deliveries hold what private repositories hold: nobody else on the machine may read them. */
  private static void makeDirectory(Path directory) {
    if (Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.createDirectories(directory);
      if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
