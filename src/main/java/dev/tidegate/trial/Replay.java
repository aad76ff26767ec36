package dev.tidegate.trial;

import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Judges changes of the past, oldest first, and keeps what became of each finding. */
public final class Replay {
  private final Function<Change, Verdict> judge;
  private final Map<String, Set<String>> standing = new HashMap<>();
  private final Map<String, Hit> open = new HashMap<>();
  private final Map<String, List<Hit>> rules = new TreeMap<>();
  private int changes;
  private int denied;
  private int asked;

  /**
   * @param start the whole tree before the first change: what it has is nobody's news
   */
  public Replay(Function<Change, Verdict> judge, Optional<Change> start) {
    this.judge = judge;
    start.ifPresent(change -> blocking(change).forEach(f -> standing(path(f)).add(key(f))));
  }

  /** A change's commits from its base to its head by first parents, oldest first. */
  public static List<Commit> mainline(Change all) {
    Map<CommitId, Commit> commits = new HashMap<>();
    all.commits().forEach(c -> commits.put(c.id(), c));
    List<Commit> line = new ArrayList<>();
    Commit next = commits.get(all.head());
    while (next != null && !next.parents().isEmpty()) {
      line.add(next);
      next = commits.get(next.parents().getFirst());
    }
    return line.reversed();
  }

  /** The next change. */
  public void add(Change change) {
    changes++;
    if (change.isEmpty()) {
      return;
    }
    List<Finding> found = blocking(change);
    Map<String, Set<String>> now = new HashMap<>();
    change.result().forEach(p -> now.put(p.path(), new HashSet<>()));
    boolean denies = false;
    boolean asks = false;
    for (Finding f : found) {
      boolean news = !standing.getOrDefault(path(f), Set.of()).contains(key(f));
      now.computeIfAbsent(path(f), p -> new HashSet<>()).add(key(f));
      if (news) {
        Hit hit =
            new Hit(changes, change.head().abbreviated(), subject(change), f, Optional.empty());
        rules.computeIfAbsent(f.rule(), r -> new ArrayList<>()).add(hit);
        if (!path(f).isEmpty()) {
          open.put(key(f), hit);
        }
        denies |= f.severity() == Severity.DENY;
        asks |= f.severity() == Severity.NEEDS_HUMAN;
      }
    }
    denied += denies ? 1 : 0;
    asked += asks && !denies ? 1 : 0;
    now.forEach((path, keys) -> settle(path, keys));
  }

  private void settle(String path, Set<String> keys) {
    for (String gone : standing(path)) {
      Hit hit = keys.contains(gone) ? null : open.remove(gone);
      if (hit != null) {
        List<Hit> hits = rules.computeIfAbsent(hit.finding().rule(), r -> new ArrayList<>());
        hits.set(
            hits.indexOf(hit),
            new Hit(
                hit.change(),
                hit.commit(),
                hit.subject(),
                hit.finding(),
                Optional.of(changes - hit.change())));
      }
    }
    standing.put(path, new HashSet<>(keys));
  }

  private List<Finding> blocking(Change change) {
    return judge.apply(change).judgement().findings().stream()
        .filter(f -> f.severity().blocks())
        .toList();
  }

  private Set<String> standing(String path) {
    return standing.computeIfAbsent(path, p -> new HashSet<>());
  }

  private static String path(Finding f) {
    return f.path().orElse("");
  }

  private static String key(Finding f) {
    return f.rule() + " " + f.fingerprint();
  }

  private static String subject(Change change) {
    return change.commits().isEmpty() ? "" : change.commits().getLast().subject();
  }

  /** The report, for people or as JSON. */
  public Told tell(boolean json) {
    ReplayReport report = new ReplayReport(changes, denied, asked, rules);
    return new Told(json ? report.json() : report.text(), true);
  }
}
