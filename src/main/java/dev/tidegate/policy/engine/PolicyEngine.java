package dev.tidegate.policy.engine;

import dev.tidegate.change.Change;
import dev.tidegate.change.FileEntry;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.Step.Place;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Judges changes: every rule over every content, then every rule over the whole change. Stateless;
 * thread-safe. Each judgement uses its own threads, one per core, and holds no more than one file
 * per thread at a time.
 */
public final class PolicyEngine {
  private final RuleBook book;
  private final PolicySettings settings;
  private final Limits limits;
  private final int threads;
  private final LongSupplier nanos;
  private final InstantSource clock;
  private final List<FileRule> fileRules;

  public PolicyEngine(RuleBook book, PolicySettings settings) {
    this(book, settings, Limits.standard());
  }

  public PolicyEngine(RuleBook book, PolicySettings settings, Limits limits) {
    this(
        book,
        settings,
        limits,
        Runtime.getRuntime().availableProcessors(),
        System::nanoTime,
        InstantSource.system());
  }

  /** The same on another day: exceptions have a last one. */
  public PolicyEngine at(InstantSource day) {
    return new PolicyEngine(book, settings, limits, threads, nanos, day);
  }

  PolicyEngine(
      RuleBook book, PolicySettings settings, Limits limits, int threads, LongSupplier nanos) {
    this(book, settings, limits, threads, nanos, InstantSource.system());
  }

  private PolicyEngine(
      RuleBook book,
      PolicySettings settings,
      Limits limits,
      int threads,
      LongSupplier nanos,
      InstantSource clock) {
    this.clock = clock;
    this.book = book;
    this.settings = settings;
    this.limits = limits;
    this.threads = threads;
    this.nanos = nanos;
    this.fileRules = new ArrayList<>(book.fileRules());
    this.fileRules.add(new FileSize());
  }

  /**
   * The verdict on a change. A rule that fails denies with its own name.
   *
   * @throws dev.tidegate.trouble.RemoteException where a content cannot be had: nothing was judged
   */
  public Verdict judge(Change change, Fleet fleet) {
    List<Work> works = Work.of(change);
    Docket docket = swept(change, fleet, works);
    Excuses excuses =
        new Excuses(
            settings.exemptions(),
            change,
            LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
            paths -> standing(change, fleet, paths));
    Excuses.Sorted sorted = excuses.sort(docket.findings());
    List<String> notes = new ArrayList<>(settings.notes(book.docs()));
    notes.addAll(sorted.notes());
    return Verdict.of(
        new Verdict.Judgement(
            change.base(),
            change.head(),
            sorted.findings(),
            change.commits().size(),
            works.size() + removed(change),
            book.rules().size(),
            digest(new Subject(change, fleet)),
            sorted.excepted(),
            notes));
  }

  /** The fingerprints of what the base has at these paths. */
  private Set<String> standing(Change change, Fleet fleet, Set<String> paths) {
    Change base = Excuses.base(change, paths);
    return swept(base, fleet, Work.of(base)).findings().stream()
        .map(judged -> judged.finding().fingerprint())
        .collect(Collectors.toSet());
  }

  private Docket swept(Change change, Fleet fleet, List<Work> works) {
    Subject subject = new Subject(change, fleet);
    Docket docket = new Docket(settings, change);
    List<Supplier<List<Step>>> units = new ArrayList<>();
    for (Work work : works) {
      units.add(() -> steps(work, subject));
    }
    for (ChangeRule rule : book.changeRules()) {
      Place place = new Place("", change.head(), true);
      units.add(() -> List.of(new Step(rule, place, found -> rule.judge(subject, found))));
    }
    new Sweep(units, docket, limits.ruleBudget(), nanos).run(threads);
    if (subject.known().any()) {
      again(works, subject, docket);
    }
    return docket;
  }

  private void again(List<Work> works, Subject subject, Docket docket) {
    List<FileRule> files = fileRules.stream().filter(Rule::looksAgain).toList();
    List<Supplier<List<Step>>> units = new ArrayList<>();
    for (Work work : works) {
      if (!files.isEmpty() && readable(work)) {
        units.add(() -> {
          SourceFile file = open(work, subject);
          return files.stream()
              .map(rule -> new Step(rule, place(work), found -> rule.again(file, found)))
              .toList();
        });
      }
    }
    for (ChangeRule rule : book.changeRules()) {
      if (rule.looksAgain()) {
        Place place = new Place("", subject.change().head(), true);
        units.add(() -> List.of(new Step(rule, place, found -> rule.again(subject, found))));
      }
    }
    new Sweep(units, docket, limits.ruleBudget(), nanos).run(threads);
  }

  private boolean readable(Work work) {
    FileEntry file = work.addition().file();
    return file.hasContent() && file.size() <= limits.maxFileBytes();
  }

  private static Place place(Work work) {
    return new Place(work.addition().file().path(), work.addition().commit(), work.inResult());
  }

  /** A file that is gone has no content to judge, but rules about the whole tree see the gap. */
  private static int removed(Change change) {
    return (int) change.result().stream().filter(path -> path.after().isEmpty()).count();
  }

  /** {@link Digest#of(RuleBook, PolicySettings, Limits, Subject)} of what this one judges by. */
  public String digest(Subject subject) {
    return Digest.of(book, settings, limits, subject);
  }

  private List<Step> steps(Work work, Subject subject) {
    Place place = place(work);
    List<Step> steps = new ArrayList<>();
    if (readable(work)) {
      SourceFile file = open(work, subject);
      for (FileRule rule : rulesFor(work)) {
        steps.add(new Step(rule, place, found -> rule.judge(file, found)));
      }
    } else {
      for (FileRule rule : rulesFor(work)) {
        steps.add(new Step(rule, place, found -> rule.judgeUnread(work.addition(), found)));
      }
    }
    return steps;
  }

  private List<FileRule> rulesFor(Work work) {
    return work.inResult()
        ? fileRules
        : fileRules.stream().filter(rule -> !rule.doc().wholeTree()).toList();
  }

  /** Reads the content here, so that a slow or missing object is not blamed on a rule. */
  private SourceFile open(Work work, Subject subject) {
    byte[] bytes = subject.change().after().read(work.addition().file(), limits.maxFileBytes());
    return new SourceFile(work.addition(), () -> bytes, subject);
  }

  /**
   * Bounds on the work.
   *
   * @param ruleBudget how long one rule may take over one file or one change
   * @param maxFileBytes larger files are not read but judged by name and size
   */
  public record Limits(Duration ruleBudget, long maxFileBytes) {
    public Limits {
      if (!ruleBudget.isPositive() || maxFileBytes <= 0) {
        throw new IllegalArgumentException("ruleBudget and maxFileBytes must be above zero");
      }
    }

    public static Limits standard() {
      return new Limits(Duration.ofSeconds(10), 16L << 20);
    }
  }
}
