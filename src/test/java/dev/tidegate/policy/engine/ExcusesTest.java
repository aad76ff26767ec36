package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.policy.rules.workflow.ManualKubectl;
import dev.tidegate.syntax.PathGlob;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may except, until when, and what a baseline is worth. */
final class ExcusesTest {
  private static final String MARKED =
      "kubectl apply -k x # tidegate:allow workflow/manual-kubectl until=2027-01-31 reason=\"why\"\n";
  private static final MemoryTree BEGIN = tree(MemoryTree.nothing(), "README.md", "text");

  private static MemoryTree tree(MemoryTree on, String path, String text) {
    return on.with(path, text);
  }

  private static Verdict judge(Exemptions exemptions, String day, ChangeSketch change) {
    return new PolicyEngine(
            RuleBook.of(List.of(new ManualKubectl())),
            PolicySettings.standard().excepting(exemptions))
        .at(InstantSource.fixed(Instant.parse(day + "T23:59:59Z")))
        .judge(change.change(), Fleet.empty());
  }

  private static ChangeSketch brings(String actor) {
    return ChangeSketch.on(BEGIN)
        .commit("Add", tree(BEGIN, "up.sh", MARKED))
        .origin(
            new Origin(
                Origin.Door.PUSH, Optional.of(RefName.branch("main")), Optional.of(actor), false));
  }

  @Test
  void aNamedAccountMayBringItsOwnException() {
    Exemptions ada = Exemptions.none().allowing(List.of(), List.of("Ada"));
    assertThat(judge(ada, "2026-11-26", brings("ada"))).isInstanceOf(Verdict.Allowed.class);
    assertThat(judge(ada, "2026-11-26", brings("bob"))).isInstanceOf(Verdict.Denied.class);
  }

  @Test
  void theServerMayForbidExceptions() {
    Exemptions never =
        Exemptions.none().allowing(List.of(PathGlob.of("workflow/*")), List.of("ada"));
    Verdict verdict = judge(never, "2026-11-26", brings("ada"));
    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.judgement().findings().getFirst().what()).contains("allows no exception");
  }

  @Test
  void theLastDayCountsAndTheNextDoesNot() {
    MemoryTree base = tree(BEGIN, "up.sh", MARKED);
    ChangeSketch change = ChangeSketch.on(base).commit("Add", tree(base, "up.sh", "ls\n" + MARKED));
    Verdict last = judge(Exemptions.none(), "2027-01-31", change);
    assertThat(last).isInstanceOf(Verdict.Allowed.class);
    assertThat(last.judgement().notes()).singleElement().asString().contains("ends on 2027-01-31");
    assertThat(judge(Exemptions.none(), "2027-01-01", change).judgement().notes()).isEmpty();
    Verdict next = judge(Exemptions.none(), "2027-02-01", change);
    assertThat(next).isInstanceOf(Verdict.Denied.class);
    assertThat(next.judgement().findings().getFirst().what()).contains("expired on 2027-01-31");
  }

  @Test
  void aLastDayTooFarAwayExcusesNothing() {
    String far = MARKED.replace("2027-01-31", "2126-01-31");
    MemoryTree base = tree(BEGIN, "up.sh", far);
    ChangeSketch change = ChangeSketch.on(base).commit("Add", tree(base, "up.sh", "ls\n" + far));
    Verdict verdict = judge(Exemptions.none(), "2026-11-26", change);
    assertThat(verdict).isInstanceOf(Verdict.Denied.class);
    assertThat(verdict.judgement().findings().getFirst().what())
        .contains("2126-01-31, is more than 180 days away; write 2027-05-25 or earlier");
    assertThat(judge(Exemptions.none().lasting(36_500), "2026-11-26", change))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void aBaselineExcusesOnlyWhatStillStandsOnTheBase() {
    MemoryTree base = tree(BEGIN, "up.sh", "kubectl apply -k x\n");
    ChangeSketch touched =
        ChangeSketch.on(base).commit("Touch", tree(base, "up.sh", "ls\nkubectl apply -k x\n"));
    String print =
        judge(Exemptions.none(), "2026-11-26", touched)
            .judgement()
            .findings()
            .getFirst()
            .fingerprint();
    Exemptions listed =
        Exemptions.none()
            .with(
                new Baseline(
                    LocalDate.parse("2026-11-01"),
                    LocalDate.parse("2027-05-01"),
                    "stood before",
                    Set.of(new Baseline.Entry("workflow/manual-kubectl", "up.sh", print))));
    Verdict old = judge(listed, "2026-11-26", touched);
    assertThat(old).isInstanceOf(Verdict.Allowed.class);
    assertThat(old.judgement().excepted().getFirst().source()).isEqualTo("the baseline");
    assertThat(judge(listed, "2027-05-02", touched)).isInstanceOf(Verdict.Denied.class);
    ChangeSketch again = ChangeSketch.on(BEGIN).commit("Add it again", base);
    Verdict back = judge(listed, "2026-11-26", again);
    assertThat(back).isInstanceOf(Verdict.Denied.class);
    assertThat(back.judgement().findings().getFirst().what()).contains("new again");
  }

  @Test
  void whatALaterCommitRemovesIsExcusedByTheCommentItHadThen() {
    MemoryTree base = tree(BEGIN, "up.sh", MARKED);
    MemoryTree touched = tree(base, "up.sh", "ls\n" + MARKED);
    Verdict verdict =
        judge(
            Exemptions.none(),
            "2026-11-26",
            ChangeSketch.on(base)
                .commit("Touch", touched)
                .commit("Remove", tree(touched, "up.sh", "ls\n")));
    assertThat(verdict).as(verdict.toString()).isInstanceOf(Verdict.Allowed.class);
  }
}
