package dev.tidegate.inbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.tidegate.inbox.Inbox.Chore;
import dev.tidegate.journal.Journal;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.trouble.RemoteException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue under the lanes: db-scheduler says which lane is due and notices dead owners by their
 * heartbeat. Which row means what, and when it goes, is decided in {@link LaneStore}, in the same
 * transactions as everything else.
 */
final class Lanes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
  private static final Duration SHUTDOWN = Duration.ofSeconds(20);
  private static final int MISSED_HEARTBEATS = 4;
  private final AutoCloseable right;
  private final LaneWorker worker;
  private final Scheduler scheduler;
  private final Router router;

  private Lanes(AutoCloseable right, LaneWorker worker, Scheduler scheduler, Router router) {
    this.right = right;
    this.worker = worker;
    this.scheduler = scheduler;
    this.router = router;
  }

  static Lanes start(
      Database database,
      Journal journal,
      InboxSettings settings,
      Clock clock,
      Handler handler,
      Semaphore news,
      IntSupplier unstored,
      List<Chore> chores) {
    AutoCloseable right = database.serveAlone();
    try {
      return start(right, database, journal, settings, clock, handler, news, unstored, chores);
    } catch (RuntimeException e) {
      release(right);
      throw e;
    }
  }

  private static Lanes start(
      AutoCloseable right,
      Database database,
      Journal journal,
      InboxSettings settings,
      Clock clock,
      Handler handler,
      Semaphore news,
      IntSupplier unstored,
      List<Chore> chores) {
    LaneStore store = new LaneStore(database.dialect());
    database.change(handle -> {
      if (database.dialect() == Dialect.SQLITE) {
        store.freeAll(handle);
      }
      store.wakeAll(handle, clock.instant());
    });
    LaneWorker worker = new LaneWorker(database, store, journal, handler, settings, clock);
    AtomicReference<Runnable> wake = new AtomicReference<>(() -> {});
    Scheduler scheduler = scheduler(database, settings, clock, worker, wake, chores);
    wake.set(scheduler::triggerCheckForDueExecutions);
    scheduler.start();
    Router router =
        new Router(
            database,
            store,
            handler,
            clock,
            settings.poll(),
            news,
            unstored,
            scheduler::triggerCheckForDueExecutions);
    return new Lanes(right, worker, scheduler, router);
  }

  private static Scheduler scheduler(
      Database database,
      InboxSettings settings,
      Clock clock,
      LaneWorker worker,
      AtomicReference<Runnable> wake,
      List<Chore> chores) {
    SchedulerBuilder builder =
        Scheduler.create(database.writer(), lane(worker, wake, clock))
            .startTasks(chores.stream().map(Lanes::recurring).toList())
            .schedulerName(new SchedulerName.Fixed("tidegate-" + UUID.randomUUID()))
            .jdbcCustomization(customization(database.dialect()))
            .clock(clock::instant)
            .threads(settings.workers())
            .pollingInterval(settings.poll())
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .shutdownMaxWait(SHUTDOWN);
    return switch (database.dialect()) {
      case POSTGRESQL -> builder.pollUsingLockAndFetch(0.5, 1.0).build();
      case SQLITE -> builder.pollUsingFetch(0.5, 2.0).build();
    };
  }

  private static JdbcCustomization customization(Dialect dialect) {
    return switch (dialect) {
      case POSTGRESQL -> new PostgreSqlJdbcCustomization(false, false);
      case SQLITE -> new SqliteJdbcCustomization();
    };
  }

  /** The worker lets go of the row itself, so nothing is left to do on completion. */
  private static Task<Void> lane(LaneWorker worker, AtomicReference<Runnable> wake, Clock clock) {
    return Tasks.custom(LaneStore.TASK, Void.class)
        .onFailureReschedule(FixedDelay.ofSeconds(5))
        // By our clock, which the library's own answer to a dead owner does not know.
        .onDeadExecution((complete, operations) -> operations.reschedule(complete, clock.instant()))
        .execute((TaskInstance<Void> instance, ExecutionContext context) -> {
          if (worker.work(instance.getId(), context.getExecution().version)) {
            wake.get().run();
          }
          return (complete, operations) -> {};
        });
  }

  private static RecurringTask<Void> recurring(Chore chore) {
    return Tasks.recurring("chore-" + chore.name(), FixedDelay.of(chore.pause()))
        .execute((instance, context) -> {
          try {
            chore.work().run();
          } catch (RemoteException e) {
            LOG.warn("{} failed; its next turn comes as usual: {}", chore.name(), e.getMessage());
          } catch (RuntimeException e) {
            LOG.warn("{} failed; its next turn comes as usual", chore.name(), e);
          }
        });
  }

  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    worker.stop();
    router.close();
    scheduler.stop();
    release(right);
  }

  private static void release(AutoCloseable right) {
    try {
      right.close();
    } catch (Exception e) {
      LOG.warn("The lock of the state directory could not be released", e);
    }
  }
}
