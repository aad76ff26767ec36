package dev.tidegate.policy.audit;

import dev.tidegate.change.Addition;
import dev.tidegate.change.BlobId;
import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.policy.rules.secret.CommitText;
import dev.tidegate.policy.rules.secret.CredentialFile;
import dev.tidegate.policy.rules.secret.KubernetesSecret;
import dev.tidegate.policy.rules.secret.SecretPlaintext;
import dev.tidegate.scan.Scanner;
import dev.tidegate.scan.echo.Known;
import dev.tidegate.trouble.RemoteException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks for secrets in everything that a repository's refs reach. For one use. */
public final class Audit {
  private static final long LARGEST = 16L << 20;
  private static final int TEXTS_AT_ONCE = 256;

  /** From this size on, in bytes, one is judged at a time: each needs a multiple of it. */
  private static final int LARGE = 1 << 20;

  private final Past past;
  private final PolicySettings settings;
  private final Consumer<String> progress;
  private final int threads = Runtime.getRuntime().availableProcessors();
  private final List<FileRule> rules;
  private final CommitText texts;
  private final CommitId head;
  private final Tree now;
  private final Ledger ledger;
  private final Kinship kinship;
  private final Known known = Known.byPlace();
  private final Said said = new Said();
  private final AtomicInteger commits = new AtomicInteger();
  private final Object large = new Object();

  /** False where an organisation's own rules may look at any line. */
  private final boolean alike;

  /**
   * @param settings severities, exceptions by rule, path or fingerprint, and an organisation's own
   *     rules count; HEAD's tree is the base
   */
  public Audit(Past past, PolicySettings settings, Consumer<String> progress) {
    this.past = past;
    this.settings = settings;
    this.progress = progress;
    Scanner scanner = Scanner.unkeyed();
    this.rules =
        List.of(
            SecretPlaintext.byValue(settings, scanner),
            new KubernetesSecret(),
            new CredentialFile());
    this.texts = new CommitText(scanner);
    this.kinship = new Kinship(scanner);
    this.head = past.head();
    this.now = past.now();
    this.alike =
        now.at(SecretPlaintext.config(settings)).isEmpty() && settings.organisation().isEmpty();
    Set<BlobId> standing =
        now.under("").stream().map(FileEntry::blob).collect(Collectors.toUnmodifiableSet());
    this.ledger = new Ledger(standing);
  }

  /**
   * The verdict on all of it, once.
   *
   * @throws dev.tidegate.trouble.RemoteException where an object cannot be read: nothing was judged
   */
  public Verdict run(LocalDate today) {
    Past.Contents contents;
    try (Hands hands = new Hands(threads)) {
      List<Commit> batch = new ArrayList<>();
      contents =
          past.walk(commit -> {
            batch.add(commit);
            if (batch.size() == TEXTS_AT_ONCE) {
              texts(hands, batch);
            }
          });
      texts(hands, batch);
    }
    progress.accept("judging " + contents.size() + " contents of " + commits.get() + " commits");
    sit(contents, false);
    if (known.any()) {
      sit(contents, true);
      textsAgain();
    }
    return verdict(contents, today);
  }

  private void sit(Past.Contents contents, boolean again) {
    try (Hands hands = new Hands(threads)) {
      AtomicInteger next = new AtomicInteger();
      for (int t = 0; t < threads; t++) {
        hands.give(() -> new Sitting(contents, next, again).run());
      }
    }
  }

  private void texts(Hands hands, List<Commit> batch) {
    List<Commit> some = List.copyOf(batch);
    int age = commits.getAndAdd(some.size());
    batch.clear();
    if (!some.isEmpty()) {
      said.keep(some, age);
      hands.give(() -> texts.judge(subject(some), notebook(some, age)));
    }
  }

  private void textsAgain() {
    if (said.all()) {
      said.forEach((some, age) -> texts.again(subject(some), notebook(some, age)));
      return;
    }
    AtomicInteger age = new AtomicInteger();
    past.texts(commit -> {
      List<Commit> one = List.of(commit);
      texts.again(subject(one), notebook(one, age.getAndIncrement()));
    });
  }

  private Subject subject(List<Commit> some) {
    return new Subject(change(some), Fleet.empty(), known);
  }

  private Notebook notebook(List<Commit> some, int age) {
    return new Notebook(
        ledger, texts.doc(), some.getFirst().id(), age, Optional.empty(), new ArrayList<>());
  }

  private Change change(List<Commit> some) {
    Optional<CommitId> base =
        head.hex().chars().allMatch(c -> c == '0') ? Optional.empty() : Optional.of(head);
    return new Change(
        new RepoId("local", "history"),
        base,
        head,
        some,
        List.of(),
        List.of(),
        List.of(),
        now,
        now,
        Origin.commandLine());
  }

  private Verdict verdict(Past.Contents contents, LocalDate today) {
    Excepting.Sorted sorted =
        Excepting.sort(ledger.findings(settings), settings.exemptions(), today);
    List<Finding> findings = new ArrayList<>(sorted.findings());
    List<String> notes = new ArrayList<>();
    contents.unread().forEach(folder -> notes.add("not read, too large or too deep: " + folder));
    if (ledger.left() > 0) {
      notes.add(ledger.left() + " more sightings are not shown; mend these and ask again");
    }
    List<Rule> all = new ArrayList<>(rules);
    all.add(texts);
    return Verdict.of(
        new Verdict.Judgement(
            Optional.empty(),
            head,
            findings,
            commits.get(),
            contents.size(),
            all.size(),
            new PolicyEngine(RuleBook.of(all), settings).digest(subject(List.of())),
            sorted.excepted(),
            notes));
  }

  /** One thread's work on the contents. */
  private final class Sitting {
    private static final int AT_ONCE = 256;

    private final Past.Contents contents;
    private final AtomicInteger next;
    private final boolean again;
    private final Subject subject = subject(List.of());
    private final Versions versions = new Versions(kinship);

    Sitting(Past.Contents contents, AtomicInteger next, boolean again) {
      this.again = again;
      this.contents = contents;
      this.next = next;
    }

    void run() {
      try (Past.Reader reader = contents.open()) {
        for (int from = take(); from < contents.size(); from = take()) {
          for (int i = from; i < Math.min(from + AT_ONCE, contents.size()); i++) {
            Past.Read read = reader.read(i, LARGEST);
            if (read.bytes() == null || read.bytes().length < LARGE) {
              look(read, contents.age(i));
            } else {
              synchronized (large) {
                look(read, contents.age(i));
              }
            }
          }
        }
      }
    }

    private void look(Past.Read read, int age) {
      if (again) {
        again(read, age);
      } else {
        content(read, age);
      }
    }

    private int take() {
      return next.getAndAdd(AT_ONCE);
    }

    private void content(Past.Read read, int age) {
      Addition addition = read.addition();
      byte[] bytes = read.bytes();
      List<String> keys = new ArrayList<>();
      if (bytes == null) {
        notebook(rules.getFirst(), addition, age, keys)
            .failed(
                addition.file().path(),
                "unread",
                "Not judged: the content has %,d bytes.".formatted(addition.file().size()),
                "Look through it by other means; keep large files outside of git.");
        return;
      }
      if (alike && versions.same(addition, bytes)) {
        ledger.again(versions.found(), addition.file().blob());
        return;
      }
      SourceFile file = new SourceFile(addition, () -> bytes, subject);
      boolean failed = false;
      for (FileRule rule : rules) {
        Notebook notebook = notebook(rule, addition, age, keys);
        try {
          rule.judge(file, notebook);
        } catch (RemoteException e) {
          throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
          failed = true;
          notebook.failed(
              addition.file().path(),
              "crashed",
              "The rule failed here (" + e.getClass().getSimpleName() + "), so it is not known.",
              e instanceof OutOfMemoryError
                  ? "Give it more memory: TIDEGATE_JAVA_OPTS=-Xmx1g"
                  : "Report this to whoever runs Tidegate: a rule must not fail on any input.");
        }
      }
      versions.judged(addition, file, keys, failed);
    }

    private void again(Past.Read read, int age) {
      byte[] bytes = read.bytes();
      if (bytes != null) {
        SourceFile file = new SourceFile(read.addition(), () -> bytes, subject);
        for (FileRule rule : rules) {
          if (rule.looksAgain()) {
            rule.again(file, notebook(rule, read.addition(), age, new ArrayList<>()));
          }
        }
      }
    }

    private Notebook notebook(FileRule rule, Addition addition, int age, List<String> keys) {
      Optional<BlobId> blob = Optional.of(addition.file().blob());
      return new Notebook(ledger, rule.doc(), addition.commit(), age, blob, keys);
    }
  }
}
