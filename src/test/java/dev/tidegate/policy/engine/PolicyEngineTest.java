package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.Level;
import dev.tidegate.policy.PolicySettings.PathLevel;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.Verdict;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PolicyEngineTest {
  private static final MemoryTree NOTHING = MemoryTree.nothing();

  /** Denies every line that says so. */
  private record Word(String id, String word, boolean wholeTree) implements FileRule {
    @Override
    public RuleDoc doc() {
      return document(id, wholeTree);
    }

    @Override
    public void judge(SourceFile file, Findings findings) {
      int line = 0;
      for (String text : file.text().split("\n", -1)) {
        line++;
        if (text.contains(word)) {
          findings.add(file.path(), line, 1, word, "Says " + word + ".", "Do not say it.");
        }
      }
    }
  }

  private record Both(AtomicInteger calls) implements ChangeRule {
    @Override
    public RuleDoc doc() {
      return document("test/change", true);
    }

    @Override
    public void judge(Subject subject, Findings findings) {
      calls.incrementAndGet();
      subject
          .change()
          .commits()
          .forEach(c -> {
            if (c.subject().startsWith("WIP")) {
              findings.at(c.id()).add("", 0, 0, c.id().hex(), "Unfinished.", "Finish it.");
            }
          });
    }
  }

  private static RuleDoc document(String id, boolean wholeTree) {
    return new RuleDoc(id, "title", "why", "fix", "nobody", Severity.DENY, wholeTree);
  }

  private static Verdict judge(Change change, Rule... rules) {
    return new PolicyEngine(RuleBook.of(List.of(rules)), PolicySettings.standard())
        .judge(change, Fleet.empty());
  }

  private static Finding only(Verdict verdict) {
    assertThat(verdict.judgement().findings()).hasSize(1);
    return verdict.judgement().findings().getFirst();
  }

  private static Change adding(String path, String text) {
    return ChangeSketch.on(NOTHING).commit("Add it", NOTHING.with(path, text)).change();
  }

  @Test
  void allowsAnEmptyChangeWhenRulesRan() {
    Verdict verdict = judge(ChangeSketch.on(NOTHING).change(), new Word("test/word", "bad", false));
    assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
    assertThat(verdict.judgement().rules()).isEqualTo(1);
    assertThat(verdict.judgement().files()).isZero();
  }

  @Test
  void deniesWhereNoRuleRan() {
    assertThat(judge(adding("a.txt", "x"))).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void tellsPathLineCommitAndRepair() {
    Finding finding = only(judge(adding("a/b.txt", "ok\nbad"), new Word("test/word", "bad", true)));
    assertThat(finding.rule()).isEqualTo("test/word");
    assertThat(finding.path()).contains("a/b.txt");
    assertThat(finding.line()).isEqualTo(2);
    assertThat(finding.commit()).contains(ChangeSketch.id(1));
    assertThat(finding.fix()).isEqualTo("Do not say it.");
    assertThat(finding.fingerprint()).hasSize(32);
  }

  @Test
  @DisplayName("case 133: added then removed within the push")
  void deniesWhatALaterCommitRemovesAndSaysHowToRewriteTheBranch() {
    Change change =
        ChangeSketch.on(NOTHING)
            .commit("Add it", NOTHING.with("a.txt", "bad"))
            .commit("Remove it", NOTHING.with("a.txt", "good"))
            .change();
    Finding finding = only(judge(change, new Word("test/word", "bad", false)));
    assertThat(finding.commit()).contains(ChangeSketch.id(1));
    assertThat(finding.fix())
        .contains("keeps it in the branch's history")
        .contains("git reset --soft " + ChangeSketch.id(0).abbreviated())
        .contains("--force-with-lease");
  }

  @Test
  void aRuleAboutTheResultIsMendedByAFurtherCommit() {
    Change change =
        ChangeSketch.on(NOTHING)
            .commit("Add it", NOTHING.with("a.txt", "bad"))
            .commit("Mend it", NOTHING.with("a.txt", "good"))
            .change();
    assertThat(judge(change, new Word("test/word", "bad", true)))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void judgesOldContentThatADroppedCommitBringsBack() {
    Change honest = adding("a.txt", "bad");
    Change forced =
        new Change(
            honest.repo(),
            honest.base(),
            honest.head(),
            List.of(),
            List.of(),
            honest.result(),
            List.of(),
            honest.before(),
            honest.after(),
            new Origin(Origin.Door.PUSH, Optional.empty(), Optional.empty(), true));
    assertThat(judge(forced, new Word("test/word", "bad", true)))
        .isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void oneFindingForOneThingWithTheEarliestCommitAndTheLineWhereItStandsNow() {
    Change change =
        ChangeSketch.on(NOTHING)
            .commit("Add it", NOTHING.with("a.txt", "bad"))
            .commit("Move it", NOTHING.with("a.txt", "x\ny\nbad"))
            .change();
    Finding finding = only(judge(change, new Word("test/word", "bad", false)));
    assertThat(finding.commit()).contains(ChangeSketch.id(1));
    assertThat(finding.line()).isEqualTo(3);
    Finding alone = only(judge(adding("a.txt", "bad"), new Word("test/word", "bad", false)));
    assertThat(finding.fingerprint()).isEqualTo(alone.fingerprint());
  }

  @Test
  void aRuleThatCrashesDeniesWithItsNameAndTheOthersGoOn() {
    FileRule crashing =
        rule(
            "test/crash",
            file -> {
              throw new IllegalStateException("quotes " + file.text());
            });
    Verdict verdict = judge(adding("a.txt", "bad"), crashing, new Word("test/word", "bad", false));
    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.judgement().findings())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("test/crash", "test/word");
    assertThat(verdict.toString()).doesNotContain("quotes");
  }

  @Test
  void aRuleThatRecursesTooDeepDenies() {
    Finding finding = only(judge(adding("a.txt", ""), rule("test/deep", f -> deeper(f, 0))));
    assertThat(finding.what()).contains("StackOverflowError");
  }

  private static int deeper(SourceFile file, int depth) {
    return file.path().isEmpty() ? depth : deeper(file, depth + 1) + 1;
  }

  @Test
  void aRuleThatDoesNotEndDeniesOnceAndTheOthersGoOn() {
    CountDownLatch never = new CountDownLatch(1);
    FileRule slow =
        rule(
            "test/slow",
            file -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    MemoryTree tree = NOTHING;
    for (int i = 0; i < 20; i++) {
      tree = tree.with("f" + i + ".txt", "bad " + i);
    }
    Verdict verdict =
        new PolicyEngine(
                RuleBook.of(List.of(slow, new Word("test/word", "bad", false))),
                PolicySettings.standard(),
                new PolicyEngine.Limits(Duration.ofMillis(40), 1000),
                1,
                System::nanoTime)
            .judge(ChangeSketch.on(NOTHING).commit("Add", tree).change(), Fleet.empty());
    never.countDown();
    List<Finding> findings = verdict.judgement().findings();
    assertThat(findings).filteredOn(f -> f.rule().equals("test/slow")).hasSize(1);
    assertThat(findings).filteredOn(f -> f.rule().equals("test/word")).hasSize(20);
    assertThat(findings)
        .filteredOn(f -> f.rule().equals("test/slow"))
        .allSatisfy(f -> assertThat(f.what()).contains("did not finish within 40 ms"));
  }

  @Test
  @DisplayName("case 64: 2 GiB blob")
  void aFileOverTheLimitIsNotReadButReported() {
    FileEntry huge =
        new FileEntry(
            "values.yaml",
            FileEntry.Mode.FILE,
            adding("x", "y").additions().getFirst().file().blob(),
            2L << 30);
    Change change =
        ChangeSketch.on(NOTHING).commit("Add", MemoryTree.nothing().with(huge)).change();
    Finding finding = only(judge(change, new Word("test/word", "bad", false)));
    assertThat(finding.rule()).isEqualTo("policy/file-size");
    assertThat(finding.severity()).isEqualTo(Severity.DENY);
    assertThat(finding.what()).contains("2,147,483,648 bytes");
  }

  @Test
  void anObjectThatCannotBeHadIsNoVerdict() {
    Change honest = adding("a.txt", "x");
    Tree away =
        new Tree() {
          @Override
          public Optional<FileEntry> at(String path) {
            return honest.after().at(path);
          }

          @Override
          public boolean isFolder(String path) {
            return false;
          }

          @Override
          public List<FileEntry> under(String folder) {
            return honest.after().under(folder);
          }

          @Override
          public byte[] read(FileEntry entry, long limit) {
            throw RemoteException.passing("git", "the object is missing", null);
          }
        };
    Change broken =
        new Change(
            honest.repo(),
            honest.base(),
            honest.head(),
            honest.commits(),
            honest.additions(),
            honest.result(),
            List.of(),
            honest.before(),
            away,
            honest.origin());
    assertThatThrownBy(() -> judge(broken, new Word("test/word", "bad", false)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("the object is missing");
  }

  @Test
  void settingsLowerARuleAndSwitchItOffForAPath() {
    PolicySettings settings =
        new PolicySettings(
            Map.of(
                "test/word",
                new RuleSetting(
                    Optional.of(Level.WARN),
                    Map.of(),
                    List.of(new PathLevel("docs/**", Level.OFF)))));
    MemoryTree tree = NOTHING.with("docs/a.txt", "bad").with("b.txt", "bad");
    Verdict verdict =
        new PolicyEngine(RuleBook.of(List.of(new Word("test/word", "bad", false))), settings)
            .judge(ChangeSketch.on(NOTHING).commit("Add", tree).change(), Fleet.empty());
    assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
    assertThat(only(verdict).path()).contains("b.txt");
    assertThat(only(verdict).severity()).isEqualTo(Severity.WARN);
  }

  @Test
  void aChangeRuleIsAskedOnceAndItsFindingsBelongToTheirCommits() {
    AtomicInteger calls = new AtomicInteger();
    Change change =
        ChangeSketch.on(NOTHING)
            .commit("WIP: a", NOTHING.with("a.txt", "x"))
            .commit("Good", NOTHING.with("a.txt", "y"))
            .change();
    Finding finding = only(judge(change, new Both(calls)));
    assertThat(calls).hasValue(1);
    assertThat(finding.commit()).contains(ChangeSketch.id(1));
    assertThat(finding.path()).isEmpty();
  }

  @Test
  void tooManyFindingsOfOneRuleInOneFileAreCutAndTheRestIsSaid() {
    FileRule chatty =
        rule(
            "test/chatty",
            file -> {},
            (file, findings) -> {
              for (int i = 0; i < 5000; i++) {
                findings.add(file.path(), i, 0, "n" + i, "One.", "Mend.");
              }
            });
    assertThat(judge(adding("a.txt", "x"), chatty).judgement().findings())
        .hasSize(StepFindings.LIMIT + 1)
        .anySatisfy(f -> assertThat(f.what()).contains("more than"));
  }

  @Test
  void theDigestChangesWithWhatTheBaseAndTheFleetSay() {
    PolicyEngine engine =
        new PolicyEngine(RuleBook.standard(PolicySettings.standard()), PolicySettings.standard());
    MemoryTree ignoring = NOTHING.with(".gitleaksignore", "a.txt:x:1\n");
    MemoryTree ruling = NOTHING.with(".gitleaks.toml", "[[rules]]\nid='a'\nregex='a'\n");
    Fleet fleet = new Fleet(List.of(), Optional.of("apps"), List.of(), List.of(), List.of());
    List<String> digests = new ArrayList<>();
    for (MemoryTree base : List.of(NOTHING, ignoring, ruling)) {
      Change change = ChangeSketch.on(base).commit("Add", base.with("a.txt", "x")).change();
      digests.add(engine.judge(change, Fleet.empty()).judgement().policy());
      Change other = ChangeSketch.on(base).commit("Add", base.with("b.txt", "y")).change();
      assertThat(engine.judge(other, Fleet.empty()).judgement().policy())
          .isEqualTo(digests.getLast());
    }
    digests.add(engine.judge(adding("a.txt", "x"), fleet).judgement().policy());
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void theDigestChangesWithRulesAndSettings() {
    RuleBook one = RuleBook.of(List.of(new Word("test/a", "x", false)));
    RuleBook two =
        RuleBook.of(List.of(new Word("test/a", "x", false), new Word("test/b", "x", false)));
    PolicySettings warn =
        new PolicySettings(
            Map.of("test/a", new RuleSetting(Optional.of(Level.WARN), Map.of(), List.of())));
    String digest = new PolicyEngine(one, PolicySettings.standard()).digest(Subject.nothing());
    assertThat(digest)
        .hasSize(64)
        .isEqualTo(new PolicyEngine(one, PolicySettings.standard()).digest(Subject.nothing()));
    assertThat(digest)
        .isNotEqualTo(new PolicyEngine(two, PolicySettings.standard()).digest(Subject.nothing()));
    assertThat(digest).isNotEqualTo(new PolicyEngine(one, warn).digest(Subject.nothing()));
  }

  @Test
  void twoRulesOfOneNameAreRefused() {
    assertThatThrownBy(() ->
            RuleBook.of(List.of(new Word("test/a", "x", false), new Word("test/a", "y", false))))
        .hasMessageContaining("test/a");
  }

  private static FileRule rule(String id, java.util.function.Consumer<SourceFile> body) {
    return rule(id, body, (file, findings) -> {});
  }

  private static FileRule rule(
      String id,
      java.util.function.Consumer<SourceFile> body,
      java.util.function.BiConsumer<SourceFile, Findings> more) {
    return new FileRule() {
      @Override
      public RuleDoc doc() {
        return document(id, false);
      }

      @Override
      public void judge(SourceFile file, Findings findings) {
        body.accept(file);
        more.accept(file, findings);
      }
    };
  }
}
