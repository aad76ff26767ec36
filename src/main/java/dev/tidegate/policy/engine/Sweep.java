package dev.tidegate.policy.engine;

import dev.tidegate.policy.Rule;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs units of work, each a list of steps, on a few threads. A step over its budget is given up:
 * its thread is left behind as a daemon, another takes its place and goes on with the next step,
 * and the rule is not asked again in this sweep, so at most one thread per rule is ever left
 * behind.
 */
final class Sweep {
  private static final long STACK_BYTES = 8L << 20;

  private final Queue<Cursor> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger unfinished;
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private final List<Worker> workers = new CopyOnWriteArrayList<>();
  private final Set<Rule> benched = ConcurrentHashMap.newKeySet();
  private final Docket docket;
  private final Duration budget;
  private final LongSupplier nanos;

  /**
   * @param units each gives its steps when its turn comes; what they hold is let go afterwards
   * @param nanos as {@link System#nanoTime}
   */
  Sweep(List<Supplier<List<Step>>> units, Docket docket, Duration budget, LongSupplier nanos) {
    units.forEach(unit -> waiting.add(new Cursor(unit, 0)));
    this.unfinished = new AtomicInteger(units.size());
    this.docket = docket;
    this.budget = budget;
    this.nanos = nanos;
  }

  /** Returns when every step has ended or been given up. Throws what kept it from judging. */
  void run(int threads) {
    if (waiting.isEmpty()) {
      return;
    }
    for (int i = 0; i < threads; i++) {
      start();
    }
    long pause = Math.clamp(budget.toMillis() / 4, 1, 100);
    boolean running = true;
    while (running) {
      try {
        done.get(pause, TimeUnit.MILLISECONDS);
        running = false;
      } catch (TimeoutException e) {
        workers.forEach(this::giveUpIfOverdue);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
      } catch (InterruptedException e) {
        done.cancel(false);
        Thread.currentThread().interrupt();
        throw RemoteException.passing("policy", "judging was interrupted; nothing was judged", e);
      }
    }
  }

  private void start() {
    Worker worker = new Worker();
    workers.add(worker);
    Thread.ofPlatform().daemon().name("judge").stackSize(STACK_BYTES).start(worker);
  }

  private void giveUpIfOverdue(Worker worker) {
    Attempt attempt = worker.current.get();
    if (attempt == null
        || nanos.getAsLong() - attempt.since < budget.toNanos()
        || !worker.current.compareAndSet(attempt, null)) {
      return;
    }
    benched.add(attempt.step.rule());
    docket.overdue(attempt.step, budget);
    waiting.add(new Cursor(attempt.cursor.unit, attempt.index + 1));
    workers.remove(worker);
    start();
  }

  private record Cursor(Supplier<List<Step>> unit, int from) {}

  private record Attempt(Cursor cursor, int index, Step step, long since) {}

  private final class Worker implements Runnable {
    final AtomicReference<@Nullable Attempt> current = new AtomicReference<>();

    @Override
    public void run() {
      try {
        Cursor cursor = waiting.poll();
        while (cursor != null && !done.isDone() && finished(cursor)) {
          if (unfinished.decrementAndGet() == 0) {
            done.complete(true);
          }
          cursor = waiting.poll();
        }
      } catch (Throwable e) {
        done.completeExceptionally(e);
      }
    }

    /** False where a step was given up: then this thread's findings no longer count. */
    private boolean finished(Cursor cursor) {
      List<Step> steps = cursor.unit.get();
      for (int i = cursor.from; i < steps.size(); i++) {
        Step step = steps.get(i);
        if (benched.contains(step.rule())) {
          continue;
        }
        Attempt attempt = new Attempt(cursor, i, step, nanos.getAsLong());
        current.set(attempt);
        StepFindings found = new StepFindings(step);
        try {
          step.judge().accept(found);
        } catch (RemoteException e) {
          throw e;
        } catch (RuntimeException | StackOverflowError e) {
          found.crashed(e);
        }
        if (!current.compareAndSet(attempt, null)) {
          return false;
        }
        docket.take(found);
      }
      return true;
    }
  }
}
