package dev.tidegate.trial;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.except.Baseline;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes baselines: today's findings as a list that only shrinks. */
public final class Baselines {
  private Baselines() {}

  /**
   * @param old the list as it stands: it only loses entries; empty makes a new one
   */
  public static Written write(
      Verdict verdict, Optional<Baseline> old, LocalDate today, LocalDate until, String reason) {
    Set<Baseline.Entry> now = entries(verdict);
    if (old.isEmpty()) {
      return new Written(text(today, until, reason, now), now.size() + " findings listed");
    }
    Baseline before = old.get();
    Set<Baseline.Entry> kept = new HashSet<>(before.entries());
    kept.retainAll(now);
    int gone = before.entries().size() - kept.size();
    return new Written(
        text(before.created(), before.until(), before.reason(), kept),
        "%d entries taken out, %d left".formatted(gone, kept.size()));
  }

  /** What blocks today, in files. */
  public static Set<Baseline.Entry> entries(Verdict verdict) {
    return verdict.judgement().findings().stream()
        .filter(f -> f.severity().blocks() && f.path().isPresent())
        .map(Baselines::entry)
        .collect(Collectors.toSet());
  }

  private static Baseline.Entry entry(Finding f) {
    return new Baseline.Entry(f.rule(), f.path().orElseThrow(), f.fingerprint());
  }

  /** A file: one finding a line, sorted, no line numbers, so that merges stay easy. */
  public static String text(
      LocalDate created, LocalDate until, String reason, Set<Baseline.Entry> entries) {
    StringBuilder out =
        new StringBuilder(
            "# Findings that stood when this list was made: they are excused until the last day,\n"
                + "# where they still stand on the protected branch. `tidegate baseline --update`\n"
                + "# takes out what is mended; nothing is ever added.\n");
    out.append("created: ").append(created).append("\nuntil: ").append(until);
    out.append("\nreason: ").append(quoted(reason)).append("\nfindings:");
    out.append(entries.isEmpty() ? " []\n" : "\n");
    entries.stream()
        .sorted(
            Comparator.comparing(Baseline.Entry::path)
                .thenComparing(Baseline.Entry::rule)
                .thenComparing(Baseline.Entry::fingerprint))
        .forEach(e ->
            out.append("  - ")
                .append(quoted(e.fingerprint() + " " + e.rule() + " " + e.path()))
                .append('\n'));
    return out.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
