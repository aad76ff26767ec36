package dev.tidegate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import dev.tidegate.testing.Stores;
import dev.tidegate.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Turns and sayings of a head, on both databases. */
final class HeadsTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final CommitId HEAD = new CommitId("a".repeat(40));

  private final TestClock clock = new TestClock();

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void anotherProcessWaitsForItsTurnAndDoesNotWaitForADeadOne(Dialect dialect) {
    Target target = Stores.fresh(dialect);
    try (Database one = Database.open(target);
        Database other = Database.open(target)) {
      Heads here = new Heads(one, clock);
      Heads there = new Heads(other, clock);
      here.exclusively(
          REPO,
          HEAD,
          "run-1",
          () -> {
            assertThatThrownBy(() -> there.exclusively(REPO, HEAD, "run-2", () -> {}))
                .isInstanceOf(Run.Later.class);
            there.exclusively(REPO, new CommitId("b".repeat(40)), "run-2", () -> {});
            clock.advance(Heads.TURN.plusSeconds(1));
            there.exclusively(REPO, HEAD, "run-2", () -> {});
          });
      there.exclusively(REPO, HEAD, "run-3", () -> {});
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void inOneProcessTheyFollowEachOther(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Heads heads = new Heads(database, clock);
      AtomicInteger inside = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      List<CompletableFuture<Void>> all =
          List.of("a", "b", "c", "d").stream()
              .map(run ->
                  CompletableFuture.runAsync(() ->
                      heads.exclusively(
                          REPO,
                          HEAD,
                          run,
                          () -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            heads.say(REPO, HEAD, said(run, 1));
                            inside.decrementAndGet();
                          })))
              .toList();
      all.forEach(CompletableFuture::join);
      assertThat(most).hasValue(1);
      assertThat(heads.said(REPO, HEAD)).extracting(Heads.Said::source).hasSize(4);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void whatWasSaidIsReadBackReplacedAndForgotten(Dialect dialect) {
    try (Database database = Database.open(Stores.fresh(dialect))) {
      Heads heads = new Heads(database, clock);
      assertThat(heads.request(REPO, HEAD)).isEmpty();
      heads.exclusively(
          REPO,
          HEAD,
          "run-1",
          () -> {
            heads.requested(REPO, HEAD, "run-9");
            heads.say(REPO, HEAD, said("pull request 1", 1));
            heads.say(REPO, HEAD, said("pull request 1", 2));
            heads.say(
                REPO, HEAD, new Heads.Said("the push to main", 0, Optional.empty(), "cut off"));
          });
      assertThat(heads.request(REPO, HEAD)).isEqualTo("run-9");
      assertThat(heads.said(REPO, HEAD))
          .containsExactlyInAnyOrder(
              said("pull request 1", 2),
              new Heads.Said("the push to main", 0, Optional.empty(), "cut off"));
      heads.prune(Duration.ofDays(30));
      assertThat(heads.said(REPO, HEAD)).hasSize(2);
      clock.advance(Duration.ofDays(31));
      heads.prune(Duration.ofDays(30));
      assertThat(heads.said(REPO, HEAD)).isEmpty();
      assertThat(heads.request(REPO, HEAD)).isEmpty();
    }
  }

  private static Heads.Said said(String source, int commits) {
    Verdict verdict =
        Verdict.of(
            new Verdict.Judgement(Optional.empty(), HEAD, List.of(), commits, 1, 30, "digest"));
    return new Heads.Said(source, 1, Optional.of(verdict), "");
  }
}
