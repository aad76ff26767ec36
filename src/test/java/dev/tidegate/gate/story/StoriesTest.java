package dev.tidegate.gate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event;
import dev.tidegate.gate.Heads;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Lane;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.Forge;
import dev.tidegate.store.Database;
import dev.tidegate.store.Dialect;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import dev.tidegate.testing.Stores;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.RemoteException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stories share: commands, events of our own, lanes, and what is said of trouble. */
final class StoriesTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final RefName MAIN = RefName.branch("main");
  private static final CommitId A = new CommitId("a".repeat(40));
  private static final CommitId B = new CommitId("b".repeat(40));
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Benches.Tracked TRACKED = new Benches.Tracked(REPO, MAIN);

  private final List<CheckReport> said = new ArrayList<>();
  private final Forge forge =
      new Forge() {
        @Override
        public void publish(CheckReport report) {
          said.add(report);
        }

        @Override
        public Optional<String> comment(RepoId repo, int pullRequest, String marker) {
          return Optional.empty();
        }

        @Override
        public void comment(RepoId repo, int pullRequest, String marker, String body) {
          throw new IllegalStateException("nobody asked for a comment");
        }
      };
  private final Benches benches =
      new Benches() {
        @Override
        public List<Tracked> tracked() {
          return List.of(TRACKED);
        }

        @Override
        public Bench bench(RepoId repo, Optional<CommitId> protectedTip) {
          return new Bench() {
            @Override
            public Verdict judge(Change change) {
              throw new IllegalStateException("not reached");
            }

            @Override
            public Fleet fleet() {
              return Fleet.empty();
            }
          };
        }
      };

  private static final HeadSource SOURCE =
      new HeadSource(TRACKED, A, "pull request #7", 7, Optional.empty(), "run-1");
  private final Database database = Database.open(Stores.fresh(Dialect.SQLITE));
  private final HeadCheck check =
      new HeadCheck(forge, new Heads(database, Clock.systemUTC()), new NoPullRequests());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aCommandIsALineOfItsOwn() {
    for (String body :
        List.of(
            "/tidegate recheck",
            "Fixed.\r\n/tidegate recheck\r\nThanks",
            "/tidegate   Recheck  ",
            "/Tidegate recheck")) {
      assertThat(Commands.isRecheck(body)).as(body).isTrue();
    }
    for (String body :
        List.of(
            "",
            "> /tidegate recheck",
            "please /tidegate recheck",
            "`/tidegate recheck`",
            "/tidegate recheck now",
            "/tidegaterecheck",
            "/tidegate",
            "/tidegate approve")) {
      assertThat(Commands.isRecheck(body)).as(body).isFalse();
    }
  }

  @Test
  void whatTheGateTellsItselfIsReadBackAsItWas() {
    assertThat(Internal.decode(Internal.recheck(REPO, 7, "mia", "key", NOW)))
        .contains(new Event.RecheckAsked(REPO, 7, "mia", "key"));
    Event.Pushed first = new Event.Pushed(REPO, MAIN, Optional.empty(), Optional.of(B), false, "");
    assertThat(Internal.decode(Internal.push(REPO, MAIN, Optional.empty(), B, "k", NOW)))
        .contains(first);
    Event.Pushed next = new Event.Pushed(REPO, MAIN, Optional.of(A), Optional.of(B), false, "");
    assertThat(Internal.decode(Internal.pushAgain(REPO, MAIN, A, B, "k", NOW)))
        .contains(new Event.PushRecheckAsked(next, "k"));
  }

  @Test
  void aWebhookCannotSpeakForTheGate() {
    byte[] body = Internal.recheck(REPO, 7, "mia", "key", NOW).body();
    Delivery forged = new Delivery("4711", "guid", "tidegate.recheck", NOW, body);
    assertThat(Internal.decode(forged)).isEmpty();
  }

  @Test
  void aHeadTakesThePlaceOfOlderOnesInItsLaneAndARequestDoesNot() {
    Event.PullRequestChanged opened = new Event.PullRequestChanged(REPO, 7, A, MAIN, "mia", false);
    Event.Commented asked = new Event.Commented(REPO, 7, "mia", "/tidegate recheck");
    assertThat(lane(opened)).contains(new Lane("acme/gitops#7", Optional.of("head")));
    assertThat(lane(asked)).contains(new Lane("acme/gitops#7", Optional.empty()));
    assertThat(lane(new Event.RecheckAsked(REPO, 7, "mia", "key"))).isEqualTo(lane(opened));
    assertThat(lane(new Event.PullRequestChanged(REPO, 8, A, MAIN, "mia", false)))
        .isNotEqualTo(lane(opened));
    Event.Pushed pushed =
        new Event.Pushed(REPO, MAIN, Optional.of(A), Optional.of(B), false, "mia");
    assertThat(lane(pushed)).contains(new Lane("acme/gitops refs/heads/main", Optional.of("head")));
    assertThat(lane(new Event.PushRecheckAsked(pushed, "k"))).isEqualTo(lane(pushed));
  }

  @Test
  void whatMeansNothingHasNoLane() {
    for (Event event :
        List.of(
            new Event.Pushed(REPO, MAIN, Optional.of(A), Optional.empty(), false, "mia"),
            new Event.PullRequestClosed(REPO, 7, true),
            new Event.Commented(REPO, 7, "mia", "Looks good"),
            new Event.Pinged(REPO, List.of("push")))) {
      assertThat(lane(event)).as(event.toString()).isEmpty();
    }
  }

  @Test
  void aServiceThatStopsSaysNothingOfTheCheck() {
    Run stopping =
        new TestRun() {
          @Override
          public <T> T step(String name, Class<T> type, Supplier<T> work) {
            throw new CancellationException("the process stops");
          }
        };
    assertThatThrownBy(() -> judge(stopping, () -> changeThat(new IllegalStateException("x"))))
        .isInstanceOf(CancellationException.class);
    assertThat(said).isEmpty();
  }

  @Test
  void whateverStopsAJudgementShutsTheGateWithTheReason() {
    RemoteException missing = RemoteException.lasting("git", "object 123 is missing", null);
    assertThatThrownBy(() -> judge(new TestRun(), () -> changeThat(missing))).isSameAs(missing);
    assertThat(said.getLast().state()).isEqualTo(CheckReport.State.ACTION_REQUIRED);
    assertThat(said.getLast().summary()).contains("object 123 is missing");

    ConfigException.Problem problem =
        new ConfigException.Problem(".tidegate.yaml", 1, 1, "clustres", "unknown key", "Remove it");
    ConfigException policy = new ConfigException(List.of(problem));
    assertThatThrownBy(() -> judge(new TestRun(), () -> changeThat(policy))).isSameAs(policy);
    assertThat(said.getLast().summary()).contains("policy on the protected branch");

    IllegalStateException bug = new IllegalStateException("holds a secret");
    assertThatThrownBy(() -> judge(new TestRun(), () -> changeThat(bug))).isSameAs(bug);
    assertThat(said.getLast().summary())
        .contains("A bug stopped the judgement")
        .doesNotContain("holds a secret");
    assertThat(said).hasSize(3);
  }

  @Test
  void theCodeOfAForkIsNotRunAndThatIsSaid() {
    MemoryTree base = MemoryTree.nothing().with("infra/a/main.tf", "locals {}");
    Change change =
        ChangeSketch.on(base)
            .commit("c", base.with("infra/a/main.tf", "locals { a = 1 }"))
            .change();
    Fleet fleet = new Fleet(List.of(), Optional.empty(), List.of("infra/a"), List.of(), List.of());
    Benches.Bench bench =
        new Benches.Bench() {
          @Override
          public Verdict judge(Change judged) {
            throw new IllegalStateException("it was judged before");
          }

          @Override
          public Fleet fleet() {
            return fleet;
          }
        };
    Plans plans =
        new Plans(
            check,
            Optional.of((planned, root) -> {
              throw new IllegalStateException("a fork's code was run");
            }));
    plans.publish(SOURCE, true, () -> change, bench, new TestRun());
    assertThat(said).singleElement().extracting(CheckReport::name).isEqualTo("tidegate/plan");
    assertThat(said.getFirst().state()).isEqualTo(CheckReport.State.ACTION_REQUIRED);
    assertThat(said.getFirst().summary()).contains("fork");
  }

  private static Change changeThat(RuntimeException trouble) {
    throw trouble;
  }

  private Verdict judge(Run run, Judging.Read read) {
    return new Judging(benches, check)
        .judge(SOURCE, () -> Optional.of(B), read, Benches.Bench::judge, run);
  }

  private static Optional<Lane> lane(Event event) {
    return Stories.laneOf(event);
  }

  private static final class NoPullRequests implements PullRequests {
    @Override
    public Optional<PullRequest> find(RepoId repo, int number) {
      return Optional.empty();
    }

    @Override
    public List<PullRequest> containing(RepoId repo, CommitId commit) {
      return List.of();
    }

    @Override
    public List<PullRequest> withHead(RepoId repo, CommitId head) {
      return List.of();
    }

    @Override
    public boolean mayWrite(RepoId repo, String login) {
      return false;
    }
  }

  /** A run without a journal. */
  private static class TestRun implements Run {
    @Override
    public String id() {
      return "run-1";
    }

    @Override
    public void boundary() {}

    @Override
    public <T> T step(String name, Class<T> type, Supplier<T> work) {
      return work.get();
    }

    @Override
    public void step(String name, Runnable work) {
      work.run();
    }

    @Override
    public <T> T once(String name, Class<T> type, Supplier<T> work, Supplier<Optional<T>> probe) {
      throw new IllegalStateException("no story here writes what must not be repeated");
    }
  }
}
