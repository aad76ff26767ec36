package dev.tidegate.inbox;

import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.LaneStore.Job;
import dev.tidegate.journal.Journal;
import dev.tidegate.journal.JournaledRun;
import dev.tidegate.journal.Ownership;
import dev.tidegate.journal.Run;
import dev.tidegate.store.Database;
import dev.tidegate.trouble.RemoteException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works one lane at a time: claims it, handles what is due in order, lets go. Settling one and
 * starting the next is one transaction. Thread-safe.
 */
final class LaneWorker {
  private static final Logger LOG = LoggerFactory.getLogger(LaneWorker.class);

  /** Deliveries in a row before other lanes get their turn. */
  private static final int BURST = 32;

  /** Starts that neither ended nor finished a step, over so long: it kills the process. */
  private static final int MOST_STARTS = 20;

  private static final Duration SHORTEST_POISON = Duration.ofMinutes(30);

  private final Database database;
  private final LaneStore store;
  private final Journal journal;
  private final Handler handler;
  private final InboxSettings settings;
  private final Clock clock;
  private volatile boolean stopping;

  LaneWorker(
      Database database,
      LaneStore store,
      Journal journal,
      Handler handler,
      InboxSettings settings,
      Clock clock) {
    this.database = database;
    this.store = store;
    this.journal = journal;
    this.handler = handler;
    this.settings = settings;
    this.clock = clock;
  }

  /** Running stories end at their next step, unsettled. */
  void stop() {
    stopping = true;
  }

  /**
   * Works the lane; true where more is due in it already. The version is that of the queue's row
   * while it is ours.
   */
  boolean work(String lane, long version) {
    try {
      Tenure tenure = new Tenure(lane, version);
      Optional<Job> job = database.write(tenure::begin);
      while (job.isPresent()) {
        job = tenure.handle(job.get());
      }
      return tenure.moreDue;
    } catch (LaneStore.Lost e) {
      LOG.info("{}; this one lets go", e.getMessage());
      return false;
    }
  }

  private record Ending(State state, String reason, Optional<Duration> pause) {
    static Ending settled(State state, String reason) {
      return new Ending(state, reason, Optional.empty());
    }
  }

  /** One ownership of one lane. */
  private final class Tenure {
    private final String lane;
    private final long version;
    private long epoch;
    private int handled;
    private boolean moreDue;

    Tenure(String lane, long version) {
      this.lane = lane;
      this.version = version;
    }

    Optional<Job> begin(Handle handle) {
      epoch = store.claim(handle, lane);
      return next(handle);
    }

    /** Starts what is due, or lets go of the lane. */
    private Optional<Job> next(Handle handle) {
      Instant now = clock.instant();
      Optional<Job> begun = store.begun(handle, lane);
      if (begun.isPresent() && poison(begun.get(), now)) {
        String reason = "was begun " + begun.get().starts() + " times and the process died";
        store.settle(handle, begun.get().seq(), State.DEAD, reason, now);
        return next(handle);
      }
      Optional<Job> job = begun.isPresent() ? begun : store.head(handle, lane);
      if (job.isEmpty()) {
        store.release(handle, lane, version, Optional.empty());
        return job;
      }
      Instant due = begun.isPresent() ? now : job.get().notBefore();
      if (due.isAfter(now) || handled >= BURST || stopping) {
        moreDue = !due.isAfter(now) && !stopping;
        store.release(handle, lane, version, Optional.of(moreDue ? now : due));
        return Optional.empty();
      }
      store.start(handle, lane, job.get(), now);
      handled++;
      return job;
    }

    private boolean poison(Job job, Instant now) {
      return job.starts() >= MOST_STARTS && job.routedAt().plus(SHORTEST_POISON).isBefore(now);
    }

    Optional<Job> handle(Job job) {
      JournaledRun run = journal.tell(job.runId(), new LaneOwnership(this, job));
      Ending ending;
      try {
        Optional<byte[]> body = database.read(handle -> store.body(handle, job.seq()));
        handler.handle(job.delivery(body.orElseThrow()), run);
        ending = Ending.settled(State.DONE, "");
      } catch (LaneStore.Lost e) {
        throw e;
      } catch (Throwable e) {
        if (stopping) {
          return letGo(job);
        }
        ending = ending(job, e);
      }
      Ending end = ending;
      boolean certain = end.pause().isEmpty() || !run.uncertain();
      return database.write(handle -> conclude(handle, job, end, certain));
    }

    private Optional<Job> letGo(Job job) {
      database.change(handle -> {
        store.mustOwn(handle, lane, epoch);
        store.lives(handle, job.seq());
        store.release(handle, lane, version, Optional.of(clock.instant()));
      });
      return Optional.empty();
    }

    private Optional<Job> conclude(Handle handle, Job job, Ending ending, boolean certain) {
      store.mustOwn(handle, lane, epoch);
      Instant now = clock.instant();
      if (ending.pause().isEmpty()) {
        store.settle(handle, job.seq(), ending.state(), ending.reason(), now);
      } else {
        Instant until = now.plus(ending.pause().get());
        store.putOff(handle, job, ending.state(), ending.reason(), until, certain);
      }
      return next(handle);
    }
  }

  private Ending ending(Job job, Throwable trouble) {
    return switch (trouble) {
      case Run.Superseded e -> Ending.settled(State.SUPERSEDED, Router.describe(e));
      case Run.Later e ->
          new Ending(State.WAITING, String.valueOf(e.getMessage()), Optional.of(e.pause()));
      case RemoteException e when e.retryable() -> putOffOrDead(job, e);
      default -> {
        LOG.error("Handling of delivery {} failed", job.guid(), trouble);
        yield retryOrDead(job, trouble, settings.bugTries(), Duration.ZERO);
      }
    };
  }

  private Ending putOffOrDead(Job job, RemoteException trouble) {
    if (trouble.retryAfter().isEmpty()) {
      return retryOrDead(job, trouble, settings.tries(), Duration.ZERO);
    }
    Duration age = Duration.between(job.routedAt(), clock.instant());
    int tries = age.compareTo(settings.giveUp()) < 0 ? Integer.MAX_VALUE : 0;
    return retryOrDead(job, trouble, tries, trouble.retryAfter().get());
  }

  private Ending retryOrDead(Job job, Throwable trouble, int tries, Duration atLeast) {
    int failures = job.failures() + 1;
    String reason = Router.describe(trouble);
    if (failures >= tries) {
      LOG.error("Delivery {} is given up after {} failures: {}", job.guid(), failures, reason);
      return Ending.settled(State.DEAD, reason);
    }
    Duration pause = settings.pauseAfter(failures);
    Duration wait =
        pause.plus(pause.multipliedBy(ThreadLocalRandom.current().nextInt(20)).dividedBy(100));
    return new Ending(
        State.RETRYING, reason, Optional.of(wait.compareTo(atLeast) > 0 ? wait : atLeast));
  }

  /** Ownership of a run: the lane's epoch, and nothing newer in the lane. */
  private final class LaneOwnership implements Ownership {
    private final Tenure tenure;
    private final Job job;

    LaneOwnership(Tenure tenure, Job job) {
      this.tenure = tenure;
      this.job = job;
    }

    @Override
    public void mayBegin(Handle transaction) {
      if (stopping) {
        throw new CancellationException("the process stops");
      }
      store.mustOwn(transaction, tenure.lane, tenure.epoch);
      store
          .newer(transaction, tenure.lane, job.seq())
          .ifPresent(guid -> {
            throw new Run.Superseded(guid);
          });
    }

    @Override
    public void mayRecord(Handle transaction) {
      store.mustOwn(transaction, tenure.lane, tenure.epoch);
      if (job.starts() > 0) {
        store.lives(transaction, job.seq());
      }
    }
  }
}
