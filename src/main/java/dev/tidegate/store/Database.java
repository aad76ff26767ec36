package dev.tidegate.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidegate.trouble.RemoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * One open database. Thread-safe.
 *
 * <p>SQLite: write-ahead log, {@code synchronous=FULL}, one writing connection handed out in turn,
 * a few reading ones beside it. PostgreSQL: one pool. A transaction that has returned is on disk.
 */
public final class Database implements AutoCloseable {
  private final Dialect dialect;
  private final HikariDataSource writer;
  private final HikariDataSource reader;
  private final Jdbi writes;
  private final Jdbi reads;
  private final Optional<Path> directory;

  private Database(
      Dialect dialect, HikariDataSource writer, HikariDataSource reader, Optional<Path> directory) {
    this.dialect = dialect;
    this.writer = writer;
    this.reader = reader;
    this.directory = directory;
    this.writes = Jdbi.create(writer);
    this.reads = Jdbi.create(reader);
  }

  /** Opens it, making the SQLite file where missing. Throws RemoteException where it cannot. */
  public static Database open(Target target) {
    try {
      return switch (target) {
        case Target.Sqlite sqlite -> {
          HikariDataSource writer = SqlitePools.writer(sqlite.directory());
          yield new Database(
              Dialect.SQLITE,
              writer,
              SqlitePools.reader(sqlite.directory()),
              Optional.of(sqlite.directory()));
        }
        case Target.Postgresql server -> {
          HikariDataSource pool = PostgresqlPool.open(server);
          yield new Database(Dialect.POSTGRESQL, pool, pool, Optional.empty());
        }
      };
    } catch (RuntimeException e) {
      throw RemoteException.passing(
          "database",
          target + " cannot be opened: " + Away.rootMessage(e) + ". Check the state settings",
          e);
    }
  }

  /**
   * Opens one that a server made, and makes nothing. Throws RemoteException where there is none.
   */
  public static Database existing(Target target) {
    if (target instanceof Target.Sqlite sqlite
        && !Files.isRegularFile(SqlitePools.file(sqlite.directory()))) {
      throw none(SqlitePools.file(sqlite.directory()) + " does not exist");
    }
    Database database = open(target);
    try {
      if (!translated(new Migrations(database)::any)) {
        throw none(target + " holds no tables of Tidegate");
      }
      return database;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static RemoteException none(String what) {
    return RemoteException.lasting(
        "database",
        what
            + ": no server has kept anything there. Name the file that `tidegate serve` runs with"
            + " (--config), and look at its state.directory or state.database",
        null);
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Connections that may write, for libraries and for batches that must be lean. */
  public DataSource writer() {
    return writer;
  }

  /**
   * Brings a room's tables up to date: runs, in this order, the scripts not yet run, each being the
   * resource {@code <dialect>-<script>.sql} beside the class. All in one transaction; safe where
   * two processes start at once. Throws RemoteException where a script that ran has changed, or a
   * newer version of the program has been here.
   */
  public void migrate(Class<?> room, String... scripts) {
    translated(() -> {
      new Migrations(this).run(room, scripts);
      return "";
    });
  }

  /** One writing transaction; on disk when this returns. */
  public <T extends @Nullable Object> T write(Function<Handle, T> work) {
    return translated(() -> writes.inTransaction(work::apply));
  }

  /** As {@link #write} for work that gives nothing. */
  public void change(Consumer<Handle> work) {
    translated(() -> {
      writes.useTransaction(work::accept);
      return "";
    });
  }

  /** Reads that need not agree with each other. */
  public <T extends @Nullable Object> T read(Function<Handle, T> work) {
    return translated(() -> reads.withHandle(work::apply));
  }

  /**
   * Takes the right to be the only serving process on this state directory, held until closed; the
   * operating system lets go of it when the process dies. PostgreSQL is shared: always granted.
   */
  public AutoCloseable serveAlone() {
    return directory.isPresent() ? DirectoryLock.take(directory.get()) : () -> {};
  }

  private static <T extends @Nullable Object> T translated(Work<T> work) {
    try {
      return work.run();
    } catch (SQLException | RuntimeException e) {
      Optional<SQLException> away = Away.find(e);
      if (away.isPresent()) {
        throw RemoteException.passing("database", "does not answer: " + Away.rootMessage(e), e);
      }
      if (e instanceof RuntimeException bug) {
        throw bug;
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }

  private interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }
}
