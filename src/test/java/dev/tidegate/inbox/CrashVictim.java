package dev.tidegate.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.journal.Journal;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Database;
import dev.tidegate.store.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A small serving process, made to be killed. Arguments: the store, the ledger, the number of the
 * start, and what to do: {@code load}, {@code early} (the planted bug: says "acknowledged" before
 * it is true) or {@code drain}.
 */
final class CrashVictim implements Handler {
  private static final int IN_FLIGHT = 16;
  private final Ledger ledger;

  private CrashVictim(Ledger ledger) {
    this.ledger = ledger;
  }

  public static void main(String[] args) throws InterruptedException {
    Ledger ledger = new Ledger(Path.of(args[1]));
    Target target =
        args[0].startsWith("jdbc:")
            ? new Target.Postgresql(args[0], "postgres", "")
            : new Target.Sqlite(Path.of(args[0]));
    Clock clock = Clock.systemUTC();
    Database database = Database.open(target);
    Inbox inbox = new Inbox(database, new Journal(database, clock), Scene.settings(4), clock);
    inbox.start(new CrashVictim(ledger));
    System.out.println("ready");
    if (args[3].equals("drain")) {
      drain(inbox);
      inbox.close();
      database.close();
    } else {
      load(inbox, ledger, Integer.parseInt(args[2]), args[3].equals("early"), clock);
    }
  }

  private static void load(Inbox inbox, Ledger ledger, int start, boolean early, Clock clock)
      throws InterruptedException {
    Semaphore inFlight = new Semaphore(early ? 8 * IN_FLIGHT : IN_FLIGHT);
    for (int i = 0; i < 1_000_000; i++) {
      inFlight.acquire();
      if (i % IN_FLIGHT == 0 && !early) {
        // A burst, and a breath: what is handled after a kill is what takes the test's time.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15));
      }
      String guid = "%03d-%06d-%d".formatted(start, i, i % 4);
      if (early) {
        ledger.write("ACK", guid);
      }
      var stored =
          inbox.accept(new Delivery("hook", guid, "push", clock.instant(), guid.getBytes(UTF_8)));
      var ignored =
          stored.whenComplete((receipt, trouble) -> {
            if (trouble == null && !early) {
              ledger.write("ACK", guid);
            }
            inFlight.release();
          });
    }
  }

  private static void drain(Inbox inbox) {
    boolean open = true;
    while (open) {
      Map<State, Long> counts = inbox.deliveries().counts();
      open =
          counts.entrySet().stream()
              .anyMatch(count -> !count.getKey().settled() && count.getValue() > 0);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public Optional<Lane> lane(Delivery delivery) {
    String lane = Ledger.lane(delivery.guid());
    return Optional.of(
        new Lane(lane, lane.equals(Ledger.NEWEST) ? Optional.of("head") : Optional.empty()));
  }

  @Override
  public void handle(Delivery delivery, Run run) {
    String guid = delivery.guid();
    String how =
        run.once(
            "apply",
            String.class,
            () -> {
              ledger.write("EFFECT", guid);
              return "applied";
            },
            () -> Optional.of(ledger.holds("EFFECT", guid) ? "applied" : "never applied"));
    run.step("end", () -> ledger.write("END", guid));
    if (how.isEmpty()) {
      throw new IllegalStateException("an effect without a word");
    }
  }
}
