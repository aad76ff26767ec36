package dev.tidegate.gate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.journal.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Pushes that never came: found by the sweep, the poll and GitHub's own suites. */
final class CatchTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final RefName MAIN = RefName.branch("main");
  private static final CommitId A = new CommitId("a".repeat(40));
  private static final CommitId B = new CommitId("b".repeat(40));
  private static final CommitId C = new CommitId("c".repeat(40));

  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private Optional<CommitId> tip = Optional.of(A);
  private Optional<Landings.Landing> landing = Optional.of(landed(A));
  private final List<PullRequests.PullRequest> open = new ArrayList<>();
  private final List<Delivery> taken = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Intake intake =
      delivery -> {
        if (keys.add(delivery.guid())) {
          taken.add(delivery);
        }
        return CompletableFuture.completedFuture(Intake.Receipt.STORED);
      };

  private static Landings.Landing landed(CommitId commit) {
    return new Landings.Landing(
        commit, Optional.empty(), "run-0", Optional.of(commit), Optional.of(commit));
  }

  private Catch missed(RecordedDeliveries recorded) {
    return new Catch(
        new OneBranch(),
        new Tips(),
        Optional.of(recorded),
        new OneLanding(),
        intake,
        since -> Set.of("known"),
        () -> now);
  }

  private List<Optional<Event>> events() {
    return taken.stream().map(Internal::decode).toList();
  }

  private static Event pushed(CommitId before, CommitId after) {
    return new Event.Pushed(REPO, MAIN, Optional.of(before), Optional.of(after), false, "");
  }

  @Test
  void aTipThatStaysUnjudgedFromOnePollToTheNextIsTakenInOnce() {
    Catch poll = missed(new Recording());
    poll.heads();
    tip = Optional.of(B);
    poll.heads();
    assertThat(taken).as("it may be on its way").isEmpty();
    poll.heads();
    poll.heads();
    assertThat(events()).containsExactly(Optional.of(pushed(A, B)));
    landing = Optional.of(landed(B));
    poll.heads();
    tip = Optional.of(C);
    poll.heads();
    assertThat(taken).hasSize(1);
  }

  @Test
  void aBranchThatWasNeverJudgedIsLeftToItsFirstPush() {
    landing = Optional.empty();
    Catch poll = missed(new Recording());
    poll.heads();
    poll.heads();
    assertThat(taken).isEmpty();
  }

  @Test
  void theSweepTakesInWhatIsMissingAndOldEnough() {
    missed(new Recording()).sweep();
    assertThat(taken).extracting(Delivery::guid).containsExactly("lost");
    assertThat(taken.getFirst().event()).isEqualTo("push");
  }

  @Test
  void aSuiteTakesThePlaceOfAPushOnlyWhereThatDoesNotCome() {
    tip = Optional.of(B);
    MemoryRun run = new MemoryRun();
    assertThatThrownBy(() -> check(B, Optional.of(MAIN), false, run)).isInstanceOf(Run.Later.class);
    assertThat(taken).isEmpty();
    now = now.plus(Duration.ofSeconds(61));
    check(B, Optional.of(MAIN), false, run);
    assertThat(events()).containsExactly(Optional.of(pushed(A, B)));
  }

  @Test
  void aSuiteOfAPushThatWasJudgedMeanwhileOfAnOldCommitOrOfAnotherBranchIsNothing() {
    MemoryRun run = new MemoryRun();
    tip = Optional.of(B);
    assertThatThrownBy(() -> check(B, Optional.of(MAIN), false, run)).isInstanceOf(Run.Later.class);
    now = now.plus(Duration.ofSeconds(61));
    landing = Optional.of(landed(B));
    check(B, Optional.of(MAIN), false, run);
    check(C, Optional.of(RefName.branch("topic")), false, new MemoryRun());
    check(C, Optional.empty(), false, new MemoryRun());
    assertThat(taken).isEmpty();
  }

  @Test
  void theReRunButtonReachesPullRequestsOfForksAndTheBranch() {
    open.add(new PullRequests.PullRequest(REPO, 7, A, MAIN, "eve", true, true));
    check(A, Optional.empty(), true, new MemoryRun());
    assertThat(events())
        .containsExactly(
            Optional.of(new Event.RecheckAsked(REPO, 7, "the re-run button", "run-1")));
    open.clear();
    taken.clear();
    check(A, Optional.of(MAIN), true, new MemoryRun());
    assertThat(events())
        .containsExactly(
            Optional.of(new Event.PushRecheckAsked((Event.Pushed) pushed(A, A), "run-1")));
  }

  @Test
  void aRecheckIsForWritersOnly() {
    OnRequest story = story();
    MemoryRun run = new MemoryRun();
    String body = "Fixed\n/tidegate recheck";
    story.comment(new Event.Commented(REPO, 7, "stranger", body), tracked(), run);
    assertThat(taken).isEmpty();
    story.comment(new Event.Commented(REPO, 7, "mia", body), tracked(), run);
    assertThat(events())
        .containsExactly(Optional.of(new Event.RecheckAsked(REPO, 7, "mia", "run-1")));
  }

  private void check(CommitId head, Optional<RefName> branch, boolean again, Run run) {
    story().check(new Event.CheckRequested(REPO, head, branch, again), tracked(), run);
  }

  private OnRequest story() {
    return new OnRequest(new Tips(), new Pulls(), new OneLanding(), intake, () -> now);
  }

  private static Benches.Tracked tracked() {
    return new Benches.Tracked(REPO, MAIN);
  }

  private static final class OneBranch implements Benches {
    @Override
    public List<Tracked> tracked() {
      return List.of(CatchTest.tracked());
    }

    @Override
    public Bench bench(RepoId repo, Optional<CommitId> protectedTip) {
      throw new IllegalStateException("nothing is judged here");
    }
  }

  private final class OneLanding implements Landings {
    @Override
    public Optional<Landing> last(RepoId repo, RefName branch) {
      return landing;
    }

    @Override
    public void record(RepoId repo, RefName branch, Landing next) {
      throw new IllegalStateException("nothing is judged here");
    }
  }

  private final class Pulls implements PullRequests {
    @Override
    public Optional<PullRequest> find(RepoId repo, int number) {
      return open.stream().filter(p -> p.number() == number).findFirst();
    }

    @Override
    public List<PullRequest> containing(RepoId repo, CommitId commit) {
      return withHead(repo, commit);
    }

    @Override
    public List<PullRequest> withHead(RepoId repo, CommitId head) {
      return open.stream().filter(p -> p.head().equals(head)).toList();
    }

    @Override
    public boolean mayWrite(RepoId repo, String login) {
      return login.equals("mia");
    }
  }

  private final class Tips implements Changes {
    @Override
    public Optional<CommitId> tip(RepoId repo, RefName ref) {
      return tip;
    }

    @Override
    public Change push(RepoId repo, Optional<CommitId> before, CommitId after, Origin origin) {
      throw new IllegalStateException("nothing is read here");
    }

    @Override
    public Change pullRequest(
        RepoId repo, int number, RefName target, CommitId head, Origin origin) {
      throw new IllegalStateException("nothing is read here");
    }

    @Override
    public Tree tree(RepoId repo, CommitId commit) {
      throw new IllegalStateException("nothing is read here");
    }

    @Override
    public boolean isAncestor(RepoId repo, CommitId ancestor, CommitId descendant) {
      return ancestor.equals(descendant);
    }
  }

  private final class Recording implements RecordedDeliveries {
    @Override
    public List<Recorded> since(List<RepoId> repositories, Instant instant) {
      assertThat(repositories).containsExactly(REPO);
      return List.of(
          recorded("known", Duration.ofHours(2)),
          recorded("lost", Duration.ofHours(1)),
          recorded("young", Duration.ofSeconds(10)));
    }

    private Recorded recorded(String guid, Duration age) {
      return new Recorded(1, "app", "11", guid, "push", now.minus(age), 502, false);
    }

    @Override
    public Sent fetch(Recorded recorded) {
      return new Sent("11", recorded.guid(), "push", "{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A run that remembers its steps from one telling to the next. */
  private static final class MemoryRun implements Run {
    private final Map<String, Object> steps = new HashMap<>();

    @Override
    public String id() {
      return "run-1";
    }

    @Override
    public void boundary() {}

    @Override
    public <T> T step(String name, Class<T> type, Supplier<T> work) {
      return type.cast(steps.computeIfAbsent(name, n -> work.get()));
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
