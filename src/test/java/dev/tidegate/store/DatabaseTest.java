package dev.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.testing.Stores;
import dev.tidegate.trouble.RemoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Migrations, transactions and the settings that durability rests on. */
final class DatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void runsEachScriptOnceAndInOrder(Dialect dialect) {
    Target target = Stores.fresh(dialect);
    try (Database database = Database.open(target)) {
      database.migrate(DatabaseTest.class, "001-shelf");
      database.migrate(DatabaseTest.class, "001-shelf", "002-height");
    }
    try (Database again = Database.open(target)) {
      again.migrate(DatabaseTest.class, "001-shelf", "002-height");
      assertThat(labels(again)).containsExactly("first", "second");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aScriptThatFailsLeavesNothingBehind(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      database.migrate(DatabaseTest.class, "001-shelf");
      assertThatThrownBy(
              () -> database.migrate(DatabaseTest.class, "001-shelf", "002-height", "003-broken"))
          .hasMessageContaining("no_such_table");
      assertThat(labels(database)).containsExactly("first");
      database.migrate(DatabaseTest.class, "001-shelf", "002-height");
      assertThat(labels(database)).containsExactly("first", "second");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesADatabaseThatANewerVersionHasMade(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      database.migrate(DatabaseTest.class, "001-shelf", "002-height");
      assertThatThrownBy(() -> database.migrate(DatabaseTest.class, "001-shelf"))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("a newer version has been here (script 002-height")
          .hasMessageContaining("Start that version, or restore a backup");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void refusesAScriptThatChangedAfterItRan(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      database.migrate(DatabaseTest.class, "001-shelf");
      database.change(handle -> handle.execute("UPDATE schema_script SET checksum = 'other'"));
      assertThatThrownBy(() -> database.migrate(DatabaseTest.class, "001-shelf"))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("is not the one that ran here");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void processesThatStartTogetherMigrateOnce(Dialect dialect) {
    Target target = Stores.fresh(dialect);
    List<CompletableFuture<List<String>>> starts =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> started(target)))
            .toList();
    assertThat(starts)
        .allSatisfy(start -> assertThat(start.join()).containsExactly("first", "second"));
  }

  private static List<String> started(Target target) {
    try (Database database = Database.open(target)) {
      database.migrate(DatabaseTest.class, "001-shelf", "002-height");
      return labels(database);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aTransactionThatThrowsChangesNothing(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      database.migrate(DatabaseTest.class, "001-shelf");
      assertThatThrownBy(() ->
              database.change(handle -> {
                handle.execute("UPDATE shelf SET label = 'torn'");
                throw new IllegalStateException("stop");
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("stop");
      assertThat(labels(database)).containsExactly("first");
    }
  }

  @Test
  void sqliteWritesAheadAndSyncsEveryCommit() throws Exception {
    Path state = folder.resolve("state");
    try (Database database = Database.open(new Target.Sqlite(state))) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "synchronous")).isEqualTo("2");
      assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
  }

  private static String pragma(Database database, String name) {
    return database.write(handle -> handle.createQuery("PRAGMA " + name).mapTo(String.class).one());
  }

  @Test
  void saysWhichStateFolderCannotBeUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Database.open(new Target.Sqlite(file.resolve("state"))))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Check the state settings");
  }

  @Test
  void saysThatAFileIsNoDatabase() throws Exception {
    Files.writeString(folder.resolve("tidegate.db"), "not a database ".repeat(1000));
    assertThatThrownBy(
            () -> {
              try (Database database = Database.open(new Target.Sqlite(folder))) {
                database.migrate(DatabaseTest.class, "001-shelf");
              }
            })
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("not a database");
  }

  @Test
  void aPostgresqlThatIsAwayIsAPassingTroubleThatShowsNoPassword() {
    var target = new Target.Postgresql("jdbc:postgresql://127.0.0.1:1/none", "gate", "hunter2");
    assertThatThrownBy(() -> Database.open(target))
        .isInstanceOfSatisfying(
            RemoteException.class,
            trouble -> assertThat(trouble.getMessage()).contains("127.0.0.1"))
        .hasMessageNotContaining("hunter2");
  }

  private static List<String> labels(Database database) {
    return database.read((Handle handle) ->
        handle.createQuery("SELECT label FROM shelf ORDER BY id").mapTo(String.class).list());
  }
}
