package dev.tidegate.policy.except;

import java.time.LocalDate;
import java.util.Set;

/**
 * Findings that stood when the gate was introduced. It only excuses what still stands on the
 * protected branch, so it can only shrink.
 *
 * @param until last day, UTC, on which it counts
 */
public record Baseline(LocalDate created, LocalDate until, String reason, Set<Entry> entries) {
  public Baseline {
    entries = Set.copyOf(entries);
    if (!until.isAfter(created)) {
      throw new IllegalArgumentException("until must be a later day than created");
    }
  }

  /** One finding: no line, so that it survives moved lines. */
  public record Entry(String rule, String path, String fingerprint) {}
}
