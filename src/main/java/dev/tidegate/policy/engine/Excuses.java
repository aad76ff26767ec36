package dev.tidegate.policy.engine;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Verdict.Excepted;
import dev.tidegate.policy.engine.Docket.Judged;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.policy.except.Exemption;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.policy.except.Marked;
import dev.tidegate.policy.except.Marker;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Takes out of one judgement what exceptions cover; says of the rest why they do not. */
final class Excuses {
  private static final int SOON = 14;
  private static final int LARGEST = 16 << 20;

  private final Exemptions exemptions;
  private final Change change;
  private final LocalDate today;
  private final UnaryOperator<Set<String>> standing;
  private final boolean wholeTree;
  private final Map<String, Marked> heads = new HashMap<>();
  private final Map<String, Marked> bases = new HashMap<>();
  private final Set<Exemption> used = new HashSet<>();
  private final List<String> notes = new ArrayList<>();

  /**
   * @param standing gives the fingerprints of what the base has at some paths
   */
  Excuses(
      Exemptions exemptions, Change change, LocalDate today, UnaryOperator<Set<String>> standing) {
    this.exemptions = exemptions;
    this.change = change;
    this.today = today;
    this.standing = standing;
    // A whole tree that somebody looks at on his own machine is its own base.
    this.wholeTree = change.base().isEmpty() && change.origin().door() == Origin.Door.COMMAND_LINE;
  }

  record Sorted(List<Finding> findings, List<Excepted> excepted, List<String> notes) {}

  /** A change that holds what the base has at these paths, and nothing else. */
  static Change base(Change change, Set<String> paths) {
    List<Addition> additions =
        paths.stream()
            .flatMap(path -> change.before().at(path).stream())
            .map(file -> new Addition(file, change.head(), Optional.empty()))
            .toList();
    return new Change(
        change.repo(),
        Optional.empty(),
        change.head(),
        List.of(),
        additions,
        List.of(),
        List.of(),
        Tree.empty(),
        change.before(),
        change.origin());
  }

  Sorted sort(List<Judged> judged) {
    Set<String> old = oldFindings(judged);
    List<Finding> findings = new ArrayList<>();
    List<Excepted> excepted = new ArrayList<>();
    for (Judged one : judged) {
      if (one.failure()) {
        findings.add(one.finding());
        continue;
      }
      Finding finding = one.finding();
      List<String> failed = new ArrayList<>();
      listed(finding, failed)
          .or(() -> inline(one, failed))
          .or(() -> baseline(finding, old, failed))
          .ifPresentOrElse(excepted::add, () -> findings.add(saying(finding, failed)));
    }
    if (wholeTree) {
      unused(judged);
    }
    return new Sorted(findings, excepted, notes.stream().distinct().toList());
  }

  private Optional<Excepted> listed(Finding finding, List<String> failed) {
    String path = finding.path().orElse("");
    Stream<Exemption> own =
        exemptions.open(finding.rule()) ? exemptions.listed().stream() : Stream.empty();
    List<Exemption> candidates =
        Stream.concat(exemptions.above().stream(), own)
            .filter(e -> e.covers(finding.rule(), path, finding.fingerprint()))
            .toList();
    used.addAll(candidates);
    for (Exemption e : candidates) {
      if (tooFar(e.until())) {
        failed.add(far(e.source(), e.until()));
        continue;
      }
      if (!today.isAfter(e.until())) {
        soon(finding, e.until(), e.source());
        return Optional.of(excepted(finding, e.source(), e.until(), e.reason(), e.approvedBy()));
      }
      failed.add(expired(e.source(), e.until(), e.reason()));
    }
    return Optional.empty();
  }

  private Optional<Excepted> inline(Judged one, List<String> failed) {
    Finding finding = one.finding();
    if (finding.path().isEmpty()) {
      return Optional.empty();
    }
    String path = finding.path().get();
    Marked head = one.inResult() ? marked(heads, change.after(), path) : then(finding, path);
    Optional<Marker> found = head.at(finding.line(), finding.rule());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Marker marker = found.get();
    String source = path + ":" + marker.line();
    if (marker.problem().isPresent()) {
      failed.add(
          "The tidegate:allow in line %d does not count: %s."
              .formatted(marker.line(), marker.problem().get()));
    } else if (!exemptions.open(finding.rule())) {
      failed.add("The server's policy allows no exception from this rule in a repository.");
    } else if (today.isAfter(marker.until().orElseThrow())) {
      failed.add(expired(source, marker.until().orElseThrow(), marker.reason()));
    } else if (tooFar(marker.until().orElseThrow())) {
      failed.add(far(source, marker.until().orElseThrow()));
    } else if (wholeTree
        || exemptions.trusts(change.origin().actor())
        || marked(bases, change.before(), path).had(marker, finding.line(), head)) {
      LocalDate until = marker.until().orElseThrow();
      soon(finding, until, source);
      return Optional.of(excepted(finding, source, until, marker.reason(), marker.approvedBy()));
    } else {
      failed.add(
          "The tidegate:allow in line %d does not count yet: only one that stands on the protected"
                  .formatted(marker.line())
              + " branch, for this very line, does, so that nobody excuses himself.");
    }
    return Optional.empty();
  }

  private Optional<Excepted> baseline(Finding finding, Set<String> old, List<String> failed) {
    Optional<Baseline> baseline = exemptions.baseline().filter(b -> contains(b, finding));
    if (baseline.isEmpty()) {
      return Optional.empty();
    }
    Baseline b = baseline.get();
    if (today.isAfter(b.until())) {
      failed.add(expired("the baseline", b.until(), b.reason()));
    } else if (tooFar(b.until())) {
      failed.add(far("the baseline", b.until()));
    } else if (!wholeTree && !old.contains(finding.fingerprint())) {
      failed.add(
          "The baseline lists it, but it does not stand on the protected branch any more: it is"
              + " new again.");
    } else {
      soon(finding, b.until(), "the baseline");
      return Optional.of(excepted(finding, "the baseline", b.until(), b.reason(), ""));
    }
    return Optional.empty();
  }

  private boolean contains(Baseline baseline, Finding finding) {
    return exemptions.open(finding.rule()) && baseline.entries().contains(entry(finding));
  }

  private static Baseline.Entry entry(Finding finding) {
    return new Baseline.Entry(finding.rule(), finding.path().orElse(""), finding.fingerprint());
  }

  /** What of the baseline the base still has: judged only where an entry is met. */
  private Set<String> oldFindings(List<Judged> judged) {
    if (wholeTree || exemptions.baseline().isEmpty()) {
      return Set.of();
    }
    Set<String> paths = new HashSet<>();
    judged.stream()
        .map(Judged::finding)
        .filter(f -> contains(exemptions.baseline().get(), f))
        .forEach(f -> f.path().ifPresent(paths::add));
    return paths.isEmpty() ? Set.of() : standing.apply(paths);
  }

  private void unused(List<Judged> judged) {
    Stream.concat(exemptions.above().stream(), exemptions.listed().stream())
        .filter(e -> !used.contains(e))
        .forEach(e -> notes.add(e.source() + " covers nothing here and can go: " + e.rule()));
    Set<Baseline.Entry> now = new HashSet<>();
    judged.forEach(j -> now.add(entry(j.finding())));
    exemptions
        .baseline()
        .map(b -> b.entries().stream().filter(e -> !now.contains(e)).count())
        .filter(gone -> gone > 0)
        .ifPresent(gone ->
            notes.add(
                "%d of the baseline's entries match nothing any more: tidegate baseline --update"
                        .formatted(gone)
                    + " removes them"));
  }

  /** The content that a commit added and a later one replaced. */
  private Marked then(Finding finding, String path) {
    return change.additions().stream()
        .filter(a -> a.file().path().equals(path))
        .filter(a -> finding.commit().filter(a.commit()::equals).isPresent())
        .findFirst()
        .map(a -> marked(change.after(), a.file()))
        .orElseGet(() -> Marked.of(""));
  }

  private static Marked marked(Map<String, Marked> known, Tree tree, String path) {
    return known.computeIfAbsent(
        path, p -> tree.at(p).map(f -> marked(tree, f)).orElseGet(() -> Marked.of("")));
  }

  private static Marked marked(Tree tree, FileEntry file) {
    if (!file.hasContent() || file.size() > LARGEST) {
      return Marked.of("");
    }
    Addition addition = new Addition(file, new CommitId("0".repeat(40)), Optional.empty());
    return Marked.of(new SourceFile(addition, () -> tree.read(file, LARGEST)).text());
  }

  private void soon(Finding finding, LocalDate until, String source) {
    if (until.isBefore(today.plusDays(SOON))) {
      notes.add("the exception from " + finding.rule() + " by " + source + " ends on " + until);
    }
  }

  private boolean tooFar(LocalDate until) {
    return exemptions.tooFar(until, today);
  }

  private String far(String source, LocalDate until) {
    return "The exception by %s does not count: its last day, %s, is more than %d days away; write %s or earlier."
        .formatted(source, until, exemptions.mostDays(), today.plusDays(exemptions.mostDays()));
  }

  private static String expired(String source, LocalDate until, String reason) {
    return "An exception by %s expired on %s (%s).".formatted(source, until, reason);
  }

  private static Excepted excepted(
      Finding finding, String source, LocalDate until, String reason, String approvedBy) {
    return new Excepted(finding, source, until.toString(), reason, approvedBy);
  }

  private static Finding saying(Finding f, List<String> more) {
    if (more.isEmpty()) {
      return f;
    }
    return new Finding(
        f.rule(),
        f.severity(),
        f.path(),
        f.line(),
        f.column(),
        f.commit(),
        f.what() + " " + String.join(" ", more),
        f.why(),
        f.fix(),
        f.override(),
        f.fingerprint());
  }
}
