package dev.tidegate.rollout;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.journal.Run;
import dev.tidegate.rollout.Outcome.Row;
import dev.tidegate.rollout.Outcome.Status;
import dev.tidegate.rollout.RolloutPlan.Target;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Refreshes the Applications of a plan and watches each until it runs the commit, failed, or will
 * not get there. Starts no sync. Applications whose manifest the push brings wait for those that
 * apply it. Thread-safe; {@link #drive} holds its thread until all have ended.
 */
public final class Rollout {
  private final Applications apps;
  private final Ancestry ancestry;
  private final InstantSource clock;
  private final Pacer pacer;
  private final Settings settings;

  public Rollout(
      Applications apps, Ancestry ancestry, InstantSource clock, Pacer pacer, Settings settings) {
    this.apps = apps;
    this.ancestry = ancestry;
    this.clock = clock;
    this.pacer = pacer;
    this.settings = settings;
  }

  /** True where the first commit is the second or reachable from it. May throw RemoteException. */
  @FunctionalInterface
  public interface Ancestry {
    boolean isAncestor(RepoId repo, CommitId ancestor, CommitId descendant);
  }

  /** Waits between two questions; a test moves its clock instead. */
  @FunctionalInterface
  public interface Pacer {
    /**
     * Returns after the time has passed.
     *
     * @throws InterruptedException where the service stops
     */
    void pause(Duration time) throws InterruptedException;

    /** Really waits, until the latch says that the service stops. */
    static Pacer until(CountDownLatch stopped) {
      return time -> {
        if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new InterruptedException("the service stops");
        }
      };
    }
  }

  /**
   * How long and how often.
   *
   * @param askAgain pause between two refreshes of one Application; at least 300 ms, below that
   *     Argo CD can hang
   * @param answerWithin how long one refresh may take
   * @param lookWithin until Argo CD must look at the commit
   * @param poll pause between two looks at an Application
   * @param settle how long it must stay healthy
   * @param idle how long nothing must happen before it is said that nothing will
   * @param within until everything must have ended, counted per wave
   * @param parallel questions at a time
   */
  public record Settings(
      Duration askAgain,
      Duration answerWithin,
      Duration lookWithin,
      Duration poll,
      Duration settle,
      Duration idle,
      Duration within,
      int parallel) {
    public Settings {
      if (askAgain.compareTo(Duration.ofMillis(300)) < 0) {
        throw new IllegalArgumentException("askAgain must be at least 300 ms");
      }
      if (!poll.isPositive() || parallel < 1) {
        throw new IllegalArgumentException("poll and parallel must be positive");
      }
    }

    public static Settings standard() {
      return new Settings(
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMinutes(15),
          10);
    }
  }

  /**
   * Carries a plan out. Each wave is one step of the run: after a crash a wave is told again, which
   * only asks Argo CD to look once more. A newer push ends the watching between two looks.
   *
   * @param progress told the standing of all Applications whenever one moved; must not throw
   */
  public Outcome drive(RolloutPlan plan, Run run, Consumer<Outcome> progress) {
    Map<AppName, Row> rows = new LinkedHashMap<>();
    for (Target target : plan.targets()) {
      rows.put(target.name(), new Row(target.name(), Status.WAITING, target.reason(), ""));
    }
    List<Target> left = new ArrayList<>(plan.targets());
    for (int wave = 1; !left.isEmpty(); wave++) {
      List<Target> now = ready(left, rows);
      left.removeAll(now);
      Outcome outcome =
          run.step(
              "rollout wave " + wave, Outcome.class, () -> wave(plan, now, rows, run, progress));
      outcome.rows().forEach(r -> rows.put(r.app(), r));
    }
    return new Outcome(plan.commit(), List.copyOf(rows.values()));
  }

  /** Those that wait for nobody who is still to come; in a circle, all. */
  private static List<Target> ready(List<Target> left, Map<AppName, Row> rows) {
    List<Target> ready =
        left.stream()
            .filter(t -> t.after().stream().allMatch(a -> !rows.containsKey(a) || ended(rows, a)))
            .toList();
    return ready.isEmpty() ? List.copyOf(left) : ready;
  }

  private static boolean ended(Map<AppName, Row> rows, AppName app) {
    Row row = rows.get(app);
    return row != null && row.status().last();
  }

  private Outcome wave(
      RolloutPlan plan,
      List<Target> targets,
      Map<AppName, Row> rows,
      Run run,
      Consumer<Outcome> progress) {
    Instant begun = clock.instant();
    Map<AppName, Row> standing = new LinkedHashMap<>(rows);
    Revisions revisions = new Revisions(plan.repo(), plan.commit(), ancestry);
    List<Watch> watches = new ArrayList<>();
    for (Target target : targets) {
      Watch watch = new Watch(target, apps, revisions, settings, clock);
      parentIn(target, rows).ifPresent(watch::heldBy);
      watches.add(watch);
    }
    Outcome told = new Outcome(plan.commit(), List.copyOf(rows.values()));
    while (true) {
      allAtOnce(watches.stream().filter(w -> !w.ended()).toList());
      boolean late = !clock.instant().isBefore(begun.plus(settings.within()));
      for (Watch watch : watches) {
        if (late) {
          watch.timeOut(settings.within());
        }
        standing.put(watch.row().app(), watch.row());
      }
      Outcome now = new Outcome(plan.commit(), List.copyOf(standing.values()));
      if (!now.equals(told)) {
        progress.accept(now);
        told = now;
      }
      if (watches.stream().allMatch(Watch::ended)) {
        return new Outcome(plan.commit(), watches.stream().map(Watch::row).toList());
      }
      Duration pause =
          watches.stream().anyMatch(Watch::asking) ? settings.askAgain() : settings.poll();
      for (Watch watch : watches) {
        pause = watch.wish().compareTo(pause) > 0 ? watch.wish() : pause;
      }
      pause(pause);
      run.boundary();
    }
  }

  /** Which of those it waits for did not get there. */
  private static Optional<Row> parentIn(Target target, Map<AppName, Row> rows) {
    return target.after().stream()
        .flatMap(a -> Optional.ofNullable(rows.get(a)).stream())
        .filter(r -> r.status().last() && r.status() != Status.DEPLOYED)
        .findFirst();
  }

  private void allAtOnce(List<Watch> watches) {
    Semaphore places = new Semaphore(settings.parallel());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> looks = new ArrayList<>();
      for (Watch watch : watches) {
        looks.add(
            threads.submit(() -> {
              places.acquireUninterruptibly();
              try {
                watch.look();
              } finally {
                places.release();
              }
            }));
      }
      for (Future<?> look : looks) {
        look.get();
      }
    } catch (InterruptedException e) {
      throw stopping(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look at an Application failed", e.getCause());
    }
  }

  private void pause(Duration time) {
    try {
      pacer.pause(time);
    } catch (InterruptedException e) {
      throw stopping(e);
    }
  }

  private static RemoteException stopping(InterruptedException e) {
    Thread.currentThread().interrupt();
    return RemoteException.passing("rollout", "stopped while watching; it is told again", e);
  }
}
