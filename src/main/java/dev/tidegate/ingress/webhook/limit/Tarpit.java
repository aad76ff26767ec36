package dev.tidegate.ingress.webhook.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Whether the answer to a request that nobody signed is held back for a while. A few each second
 * are answered at once, as a webhook with a wrong secret needs it; beyond them a sender who waits
 * for answers is slowed down, and what he does not get to send costs no signature's computation.
 * Bounded: when too many are held, the rest is answered at once. Thread-safe.
 */
public final class Tarpit {
  /** How long an answer is held. */
  public static final long PAUSE_MILLIS = 250;

  private static final int AT_ONCE_EACH_SECOND = 20;
  private static final int MOST = 512;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanos;
  private final AtomicInteger held = new AtomicInteger();
  private long second;
  private int seen;

  /**
   * @param nanos a clock as System.nanoTime
   */
  public Tarpit(LongSupplier nanos) {
    this.nanos = nanos;
    this.second = nanos.getAsLong();
  }

  /** True where this answer is to be held; {@link #release} follows it. */
  public boolean hold() {
    if (!tooMany()) {
      return false;
    }
    if (held.incrementAndGet() > MOST) {
      held.decrementAndGet();
      return false;
    }
    return true;
  }

  private synchronized boolean tooMany() {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      seen = 0;
    }
    seen = Math.min(seen + 1, AT_ONCE_EACH_SECOND + 1);
    return seen > AT_ONCE_EACH_SECOND;
  }

  /** A held answer was given. */
  public void release() {
    held.decrementAndGet();
  }

  /** How many answers are held now. */
  public int held() {
    return held.get();
  }
}
