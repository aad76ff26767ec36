package dev.tidegate.ingress.webhook.limit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that may be held at once. Small and large bodies have halves of their own, so that a few
 * large ones never shut out the many small. Thread-safe.
 */
public final class Budget {
  /** A body up to here is small. */
  public static final int SMALL = 64 * 1024;

  private final long half;
  private final AtomicLong small = new AtomicLong();
  private final AtomicLong large = new AtomicLong();

  public Budget(long bytes) {
    this.half = bytes / 2;
  }

  /** Takes bytes for a body that holds some already; false where there are none left. */
  public boolean take(int held, int more) {
    AtomicLong purse = purse(held + more);
    // A body that outgrows the small half moves over with all it holds.
    int needed = held <= SMALL && held + more > SMALL ? held + more : more;
    long before = purse.getAndAdd(needed);
    if (before > 0 && before + needed > half) {
      purse.addAndGet(-needed);
      return false;
    }
    if (needed != more) {
      small.addAndGet(-held);
    }
    return true;
  }

  /** Gives back all that a body held. */
  public void giveBack(int held) {
    purse(held).addAndGet(-held);
  }

  public long held() {
    return small.get() + large.get();
  }

  private AtomicLong purse(int size) {
    return size <= SMALL ? small : large;
  }
}
