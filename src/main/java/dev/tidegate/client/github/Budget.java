package dev.tidegate.client.github;

import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.trouble.RemoteException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one account may still send: GitHub's 80 content writes a minute and 500 an hour, its hourly
 * quota, and the times when it asked for silence. A part of each is kept for checks, so that
 * comments never keep a verdict from being published. Nobody waits here: who comes too early is
 * told when to come back. Counts since the start of the process. Thread-safe.
 */
public final class Budget {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int PER_MINUTE = 80;
  private static final int PER_HOUR = 500;
  private static final int KEPT_OF_MINUTE = 20;
  private static final int KEPT_OF_HOUR = 150;
  private static final int KEPT_OF_QUOTA = 200;

  private final Clock clock;
  private final Deque<Instant> writes = new ArrayDeque<>();
  private Instant silentUntil = Instant.MIN;
  private int remaining = Integer.MAX_VALUE;
  private Instant reset = Instant.MIN;

  Budget(Clock clock) {
    this.clock = clock;
  }

  /** What a request is for. */
  enum Use {
    CHECK,
    OTHER
  }

  synchronized void read(Use use) {
    Instant now = clock.instant();
    if (now.isBefore(silentUntil)) {
      throw later("GitHub asked for a pause", Duration.between(now, silentUntil));
    }
    if (use == Use.OTHER && remaining < KEPT_OF_QUOTA && now.isBefore(reset)) {
      throw later(
          "the last " + KEPT_OF_QUOTA + " requests of this hour are kept for checks",
          Duration.between(now, reset));
    }
  }

  synchronized void write(Use use) {
    read(use);
    Instant now = clock.instant();
    while (!writes.isEmpty() && !writes.getFirst().plus(HOUR).isAfter(now)) {
      writes.removeFirst();
    }
    boolean check = use == Use.CHECK;
    room(now, MINUTE, PER_MINUTE - (check ? 0 : KEPT_OF_MINUTE));
    room(now, HOUR, PER_HOUR - (check ? 0 : KEPT_OF_HOUR));
    writes.addLast(now);
  }

  private void room(Instant now, Duration window, int most) {
    Instant from = now.minus(window);
    int[] seen = {0};
    Instant[] frees = {now};
    writes
        .descendingIterator()
        .forEachRemaining(at -> {
          if (at.isAfter(from) && ++seen[0] == most) {
            frees[0] = at.plus(window);
          }
        });
    if (seen[0] >= most) {
      throw later(
          most + " content writes within " + (window.equals(MINUTE) ? "a minute" : "an hour"),
          Duration.between(now, frees[0]));
    }
  }

  /** Requests left of the hour, as GitHub said last; empty where it said none. */
  synchronized OptionalInt left() {
    return remaining == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(remaining);
  }

  /** Learns from an answer. */
  synchronized void saw(HttpResponse response) {
    Instant now = clock.instant();
    Trouble.wait(response, clock)
        .map(now::plus)
        .filter(until -> until.isAfter(silentUntil))
        .ifPresent(until -> silentUntil = until);
    try {
      int left = Integer.parseInt(response.header("x-ratelimit-remaining").orElse("").strip());
      long at = Long.parseLong(response.header("x-ratelimit-reset").orElse("").strip());
      remaining = left;
      reset = Instant.ofEpochSecond(at);
    } catch (NumberFormatException e) {
      // Enterprise servers may run without a rate limit and then send none of this.
      return;
    }
  }

  private static RemoteException later(String why, Duration wait) {
    Duration whole = wait.plusMillis(1);
    return RemoteException.limited(
        Trouble.SYSTEM,
        "held back: " + why + "; the next request is due in " + whole.toSeconds() + " s",
        whole);
  }

  /**
   * The budgets of all accounts. They outlive a client: a configuration that is read again makes
   * new ones, and GitHub counts on. Thread-safe.
   */
  public static final class All {
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Clock clock;

    public All(Clock clock) {
      this.clock = clock;
    }

    Budget of(URI api, String account) {
      return budgets.computeIfAbsent(api + " " + account, a -> new Budget(clock));
    }

    /** The fewest requests left of any account's hour there; empty where nothing is known. */
    OptionalInt left(URI api) {
      return budgets.entrySet().stream()
          .filter(e -> e.getKey().startsWith(api + " "))
          .flatMapToInt(e -> e.getValue().left().stream())
          .min();
    }
  }
}
