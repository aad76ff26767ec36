package dev.tidegate.policy.engine;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.StepFindings.Raw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what the steps found and makes findings of it. Thread-safe. */
final class Docket {
  private final PolicySettings settings;
  private final Change change;
  private final List<Raw> raws = new ArrayList<>();

  Docket(PolicySettings settings, Change change) {
    this.settings = settings;
    this.change = change;
  }

  synchronized void take(StepFindings found) {
    raws.addAll(found.raws());
  }

  void overdue(Step step, Duration budget) {
    StepFindings found = new StepFindings(step);
    found.overdue(budget.toMillis() + " ms");
    take(found);
  }

  private record Key(String rule, String path, String identity) {}

  /**
   * A finding and where it comes from.
   *
   * @param failure true where the rule itself failed: nothing excuses it
   * @param inResult false where a later commit of the change removes it
   */
  record Judged(Finding finding, boolean failure, boolean inResult) {}

  /** Strongest first, then by path and line; one for each (rule, path, identity): the earliest. */
  synchronized List<Judged> findings() {
    Map<CommitId, Integer> age = new HashMap<>();
    change.commits().forEach(commit -> age.put(commit.id(), age.size()));
    List<Raw> byAge = new ArrayList<>(raws);
    byAge.sort(
        Comparator.comparingInt((Raw r) -> age.getOrDefault(r.commit(), Integer.MAX_VALUE))
            .thenComparing(r -> !r.inResult())
            .thenComparingInt(Raw::line));
    Map<Key, Raw> earliest = new LinkedHashMap<>();
    for (Raw raw : byAge) {
      Key key = new Key(raw.doc().id(), raw.path(), raw.identity());
      earliest.merge(key, raw, Docket::oldestPlaceNewestLine);
    }
    return earliest.values().stream()
        .map(this::finding)
        .flatMap(Optional::stream)
        .sorted(
            Comparator.comparing(
                Judged::finding,
                Comparator.comparing(Finding::severity)
                    .thenComparing(f -> f.path().orElse(""))
                    .thenComparingInt(Finding::line)
                    .thenComparing(Finding::rule)
                    .thenComparing(Finding::fingerprint)))
        .toList();
  }

  /** The commit that added it first, but the line where it stands now if it still stands. */
  private static Raw oldestPlaceNewestLine(Raw old, Raw next) {
    Raw shown = old.inResult() || !next.inResult() ? old : next;
    boolean stronger =
        next.stated().isPresent()
            && old.stated().isPresent()
            && next.stated().get().compareTo(old.stated().get()) < 0;
    return new Raw(
        old.doc(),
        stronger || (old.stated().isPresent() && next.stated().isEmpty())
            ? next.stated()
            : old.stated(),
        old.failure() || next.failure(),
        old.path(),
        shown.line(),
        shown.column(),
        old.identity(),
        shown.what(),
        shown.fix(),
        old.commit(),
        shown.inResult());
  }

  /** Empty where the settings switch the rule off here. A rule that failed denies all the same. */
  private Optional<Judged> finding(Raw raw) {
    return severity(raw)
        .map(severity ->
            new Finding(
                raw.doc().id(),
                severity,
                raw.path().isEmpty() ? Optional.empty() : Optional.of(raw.path()),
                raw.line(),
                raw.column(),
                Optional.of(raw.commit()),
                raw.what(),
                raw.doc().why(),
                History.fix(change, raw),
                raw.doc().override(),
                Digest.of(raw.doc().id(), raw.path(), raw.identity()).substring(0, 32)))
        .map(finding -> new Judged(finding, raw.failure(), raw.inResult()));
  }

  private Optional<Severity> severity(Raw raw) {
    if (raw.failure()) {
      return Optional.of(Severity.DENY);
    }
    return settings.severity(raw.doc(), raw.stated(), raw.path());
  }
}
