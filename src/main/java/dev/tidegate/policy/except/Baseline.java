package dev.tidegate.policy.except;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * Findings that stood when the gate was introduced. It only excuses what still stands on the
 * protected branch, so it can only shrink.
 *
 * @param entries in a fixed order, so that equal lists are written alike
 * @param until last day, UTC, on which it counts
 */
public record Baseline(LocalDate created, LocalDate until, String reason, Set<Entry> entries) {
  public Baseline {
    Set<Entry> sorted = new TreeSet<>(Entry.ORDER);
    sorted.addAll(entries);
    entries = Collections.unmodifiableSet(sorted);
    if (!until.isAfter(created)) {
      throw new IllegalArgumentException("until must be a later day than created");
    }
  }

  /** One finding: no line, so that it survives moved lines. */
  public record Entry(String rule, String path, String fingerprint) {
    private static final Comparator<Entry> ORDER =
        Comparator.comparing(Entry::rule)
            .thenComparing(Entry::path)
            .thenComparing(Entry::fingerprint);
  }
}
