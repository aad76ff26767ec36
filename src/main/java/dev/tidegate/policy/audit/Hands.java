package dev.tidegate.policy.audit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A few threads. Closing waits for what was given to them and throws what went wrong there. */
final class Hands implements AutoCloseable {
  private static final int WAITING = 64;
  private static final long STACK_BYTES = 8L << 20;

  private final ExecutorService threads;
  private final Queue<Future<?>> given = new ArrayDeque<>();

  Hands(int threads) {
    this.threads =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("audit").stackSize(STACK_BYTES).factory());
  }

  /** Waits while much is still to be done. */
  void give(Runnable work) {
    if (given.size() == WAITING) {
      ended(given.remove());
    }
    given.add(threads.submit(work));
  }

  private static void ended(Future<?> one) {
    try {
      one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw dev.tidegate.trouble.RemoteException.passing(
          "policy", "judging was interrupted; nothing was judged", e);
    }
  }

  @Override
  public void close() {
    try {
      given.forEach(Hands::ended);
    } finally {
      threads.shutdownNow();
    }
  }
}
