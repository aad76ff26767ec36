package dev.tidegate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.journal.Journal;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import dev.tidegate.testing.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a real serving process at random moments under load; a ledger says what was lost. */
final class CrashTest {
  @TempDir private Path folder;

  @Test
  void fortyKillsLoseNothingAndDoubleNothingOnSqlite() throws Exception {
    Ledger ledger = killAndDrain(Stores.fresh(Dialect.SQLITE), 40, "load");
    assertThat(ledger.problems()).isEmpty();
    assertThat(ledger.count("ACK")).isGreaterThan(1000);
  }

  @Test
  void sixKillsLoseNothingAndDoubleNothingOnPostgresql() throws Exception {
    Ledger ledger = killAndDrain(Stores.fresh(Dialect.POSTGRESQL), 6, "load");
    assertThat(ledger.problems()).isEmpty();
    assertThat(ledger.count("ACK")).isGreaterThan(100);
  }

  @Test
  void theLedgerCatchesAnAcknowledgementBeforeTheCommit() throws Exception {
    Ledger ledger = killAndDrain(Stores.fresh(Dialect.SQLITE), 4, "early");
    assertThat(ledger.problems()).isNotEmpty().allMatch(problem -> problem.startsWith("lost: "));
  }

  private Ledger killAndDrain(Target target, int kills, String mode) throws Exception {
    Path file = folder.resolve("ledger");
    Random random = new Random(7);
    for (int start = 1; start <= kills; start++) {
      Process victim = start(target, file, start, mode);
      awaitReady(victim);
      if (start % 4 != 0) {
        awaitAcknowledged(victim, new Ledger(file), 20 + random.nextInt(60));
      }
      boolean ended = victim.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
      assertThat(ended).as("the victim ended by itself").isFalse();
      victim.destroyForcibly().waitFor();
    }
    Process last = start(target, file, kills + 1, "drain");
    try {
      assertThat(last.waitFor(90, TimeUnit.SECONDS)).as("the rest was handled").isTrue();
      assertThat(last.exitValue()).isZero();
    } finally {
      last.destroyForcibly();
    }
    if (!mode.equals("early")) {
      assertThat(unhandled(target)).as("settled without being handled").isEmpty();
    }
    return new Ledger(file);
  }

  private static List<Deliveries.Entry> unhandled(Target target) {
    Clock clock = Clock.systemUTC();
    try (Database database = Database.open(target);
        Inbox inbox = new Inbox(database, new Journal(database, clock), Scene.settings(1), clock)) {
      return inbox.deliveries().list(Optional.of(Deliveries.State.DEAD), 100);
    }
  }

  private static void awaitReady(Process victim) throws IOException {
    BufferedReader out = victim.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("ready");
  }

  /** So that a slow machine kills under load too; every fourth victim dies while it starts. */
  private static void awaitAcknowledged(Process victim, Ledger ledger, int more) {
    int enough = ledger.count("ACK") + more;
    while (victim.isAlive() && ledger.count("ACK") < enough) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static Process start(Target target, Path ledger, int number, String mode)
      throws IOException {
    String store =
        switch (target) {
          case Target.Sqlite sqlite -> sqlite.directory().toString();
          case Target.Postgresql server -> server.url();
        };
    return VictimProcess.start(store, ledger.toString(), String.valueOf(number), mode);
  }
}
