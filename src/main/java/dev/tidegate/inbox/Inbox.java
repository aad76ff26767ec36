package dev.tidegate.inbox;

import dev.tidegate.journal.Journal;
import dev.tidegate.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps deliveries safe and hands them to the stories. Takes deliveries from the moment it is made;
 * handles them from {@link #start} on. Thread-safe.
 */
public final class Inbox implements Intake, AutoCloseable {
  private final Database database;
  private final Journal journal;
  private final InboxSettings settings;
  private final Clock clock;
  private final Semaphore news = new Semaphore(0);
  private final GroupCommit commits;
  private final Deliveries deliveries;
  private final List<Chore> chores = new ArrayList<>();
  private @Nullable Lanes lanes;

  /** Brings its tables up to date. */
  public Inbox(Database database, Journal journal, InboxSettings settings, Clock clock) {
    this.database = database;
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
    this.deliveries = new Deliveries(database, journal, clock);
    this.commits = new GroupCommit(database, settings, news::release);
    chores.add(new Chore("prune", Duration.ofHours(1), () -> deliveries.prune(settings)));
  }

  /**
   * Adds something to do again and again, by one process at a time where several share the
   * database. A failure is logged and the next turn comes as usual. Before {@link #start} only.
   *
   * @param name unique; the turn is remembered under it across restarts
   */
  public synchronized void every(Duration pause, String name, Runnable work) {
    if (lanes != null) {
      throw new IllegalStateException("the inbox has started");
    }
    chores.add(new Chore(name, pause, work));
  }

  /**
   * Starts handling, what was left behind included. Once. Throws RemoteException where another
   * process serves from the same state directory.
   */
  public synchronized void start(Handler handler) {
    if (lanes != null) {
      throw new IllegalStateException("the inbox has started");
    }
    lanes =
        Lanes.start(
            database,
            journal,
            settings,
            clock,
            handler,
            news,
            commits::waiting,
            List.copyOf(chores));
  }

  @Override
  public CompletableFuture<Receipt> accept(Delivery delivery) {
    return commits.add(delivery);
  }

  /** How many deliveries wait for the disk. */
  public int queued() {
    return commits.waiting();
  }

  /** What was delivered, for people and for the sweep. */
  public Deliveries deliveries() {
    return deliveries;
  }

  /** Stores what waits; stops running stories at their next step. They go on after a restart. */
  @Override
  public synchronized void close() {
    commits.close();
    if (lanes != null) {
      lanes.close();
    }
  }

  /** Something done again and again. */
  record Chore(String name, Duration pause, Runnable work) {}
}
