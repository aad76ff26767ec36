package dev.tidegate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.Outcome;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.TerraformPlan;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.testing.Stores;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Steps answer from the journal, effects happen once, and only the owner writes; both databases.
 */
final class JournalTest {
  private static final CommitId A = new CommitId("a".repeat(40));

  /** The process dies: nothing after it happens. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Owner implements Ownership {
    private boolean lost;

    @Override
    public void mayBegin(Handle transaction) {
      mayRecord(transaction);
    }

    @Override
    public void mayRecord(Handle transaction) {
      if (lost) {
        throw new Run.Superseded("another owner");
      }
    }
  }

  /** Three steps and two effects; stops dead at a boundary. */
  private static String story(Run run, List<String> effects, int dieAt) {
    int[] boundary = {0};
    Runnable mayDie =
        () -> {
          if (boundary[0]++ == dieAt) {
            throw new Crash();
          }
        };
    mayDie.run();
    String first = run.step("first", String.class, () -> "one");
    mayDie.run();
    String applied =
        run.once(
            "apply",
            String.class,
            () -> {
              effects.add("apply");
              mayDie.run();
              return first + "-applied";
            },
            () -> Optional.of(first + "-applied").filter(x -> effects.contains("apply")));
    mayDie.run();
    int third = run.step("third", Integer.class, () -> 3);
    mayDie.run();
    return applied + third;
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aStoryThatStopsAnywhereEndsTheSameAndDoublesNoEffect(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Journal journal = new Journal(database, Clock.systemUTC());
      for (int dieAt = 0; dieAt < 5; dieAt++) {
        String id = "run-" + dieAt;
        List<String> effects = new ArrayList<>();
        int die = dieAt;
        assertThatThrownBy(() -> story(journal.tell(id, new Owner()), effects, die))
            .isInstanceOf(Crash.class);
        assertThat(story(journal.tell(id, new Owner()), effects, -1))
            .as("stopped at boundary %s", dieAt)
            .isEqualTo("one-applied3");
        assertThat(effects).as("stopped at boundary %s", dieAt).containsExactly("apply");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anEffectThatNobodyCanTellOfIsNotDoneAgain(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Journal journal = new Journal(database, Clock.systemUTC());
      List<String> effects = new ArrayList<>();
      Run first = journal.tell("r", new Owner());
      assertThatThrownBy(() ->
              first.once(
                  "apply",
                  String.class,
                  () -> {
                    effects.add("apply");
                    throw new Crash();
                  },
                  Optional::empty))
          .isInstanceOf(Crash.class);
      Run again = journal.tell("r", new Owner());
      assertThatThrownBy(() ->
              again.once(
                  "apply",
                  String.class,
                  () -> {
                    effects.add("twice");
                    return "x";
                  },
                  Optional::empty))
          .isInstanceOf(Run.UnknownOutcome.class)
          .hasMessageContaining("apply");
      assertThat(effects).containsExactly("apply");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whoLostTheLaneWritesNothing(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Journal journal = new Journal(database, Clock.systemUTC());
      Owner owner = new Owner();
      Run run = journal.tell("r", owner);
      assertThatThrownBy(() ->
              run.step(
                  "late",
                  String.class,
                  () -> {
                    owner.lost = true;
                    return "from the old owner";
                  }))
          .isInstanceOf(Run.Superseded.class);
      String told = journal.tell("r", new Owner()).step("late", String.class, () -> "from the new");
      assertThat(told).isEqualTo("from the new");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aStepNamedTwiceIsABug(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Run run = new Journal(database, Clock.systemUTC()).tell("r", new Owner());
      run.step("same", () -> {});
      assertThatThrownBy(() -> run.step("same", () -> {})).hasMessageContaining("same");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatStoriesRememberComesBackAsItWas(Dialect dialect) {
    Finding finding =
        new Finding(
            "secret/plaintext",
            Severity.DENY,
            Optional.of("a/b.yaml"),
            3,
            7,
            Optional.of(A),
            "what",
            "why",
            "fix\nin two lines",
            "nobody",
            "00ff");
    Verdict verdict =
        Verdict.of(new Verdict.Judgement(Optional.empty(), A, List.of(finding), 1, 2, 3, "digest"));
    AppName app = new AppName("argocd", "web");
    RolloutPlan plan =
        new RolloutPlan(
            RepoId.of("acme/gitops"),
            A,
            List.of(
                new RolloutPlan.Target(
                    app,
                    "default",
                    Applications.Refresh.HARD,
                    RolloutPlan.Certainty.UNKNOWN,
                    "because",
                    List.of(0, 2),
                    RolloutPlan.Role.CONTENT,
                    List.of(app))),
            4,
            List.of(new RolloutPlan.Root("infra", "touched")),
            List.of("talos"));
    Outcome outcome =
        new Outcome(A, List.of(new Outcome.Row(app, Outcome.Status.DEPLOYED, "Synced", A.hex())));
    TerraformPlan terraform =
        new TerraformPlan("infra", TerraformPlan.Status.NO_CHANGES, 0, 0, 0, 0, List.of(), "");
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Journal journal = new Journal(database, Clock.systemUTC());
      Run first = journal.tell("r", new Owner());
      first.step("verdict", Verdict.class, () -> verdict);
      first.step("plan", RolloutPlan.class, () -> plan);
      first.step("outcome", Outcome.class, () -> outcome);
      first.step("terraform", TerraformPlan.class, () -> terraform);
      Run again = journal.tell("r", new Owner());
      assertThat(
              again.step(
                  "verdict", Verdict.class, () -> fail("a finished step is told from the journal")))
          .isEqualTo(verdict);
      assertThat(
              again.step(
                  "plan",
                  RolloutPlan.class,
                  () -> fail("a finished step is told from the journal")))
          .isEqualTo(plan);
      assertThat(
              again.step(
                  "outcome", Outcome.class, () -> fail("a finished step is told from the journal")))
          .isEqualTo(outcome);
      assertThat(
              again.step(
                  "terraform",
                  TerraformPlan.class,
                  () -> fail("a finished step is told from the journal")))
          .isEqualTo(terraform);
    }
  }
}
