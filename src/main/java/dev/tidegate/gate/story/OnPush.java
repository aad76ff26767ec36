package dev.tidegate.gate.story;

import dev.tidegate.change.Change;
import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event.Pushed;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.Landings.Landing;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.Forge;
import dev.tidegate.report.StickyComment;
import dev.tidegate.trouble.RemoteException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protected branch moved: judge what came, say so on its commit, and carry it to its systems
 * where it is allowed.
 */
public final class OnPush {
  private static final Logger log = LoggerFactory.getLogger(OnPush.class);

  /** How many commits are looked up beside the head. */
  private static final int ASKED = 10;

  private final Changes changes;
  private final Benches benches;
  private final PullRequests pullRequests;
  private final Forge forge;
  private final HeadCheck check;
  private final Landings landings;
  private final RollOut rollOut;

  public OnPush(
      Changes changes,
      Benches benches,
      PullRequests pullRequests,
      Forge forge,
      HeadCheck check,
      Landings landings,
      RollOut rollOut) {
    this.changes = changes;
    this.benches = benches;
    this.pullRequests = pullRequests;
    this.forge = forge;
    this.check = check;
    this.landings = landings;
    this.rollOut = rollOut;
  }

  /**
   * @param request where somebody asked for another judgement of the same head
   */
  void handle(Pushed pushed, Benches.Tracked tracked, Optional<String> request, Run run) {
    if (!pushed.ref().equals(tracked.branch()) || pushed.after().isEmpty()) {
      return;
    }
    RepoId repo = tracked.repo();
    CommitId head = pushed.after().get();
    boolean again = request.isPresent();
    Optional<Landing> last = landings.last(repo, tracked.branch());
    if (last.isPresent() && !again && covered(head, last.get(), tracked, run)) {
      return;
    }
    HeadSource source =
        new HeadSource(
            tracked, head, "the push to " + tracked.branch().shortName(), 0, request, run.id());
    Origin origin =
        new Origin(
            Origin.Door.PUSH,
            Optional.of(pushed.ref()),
            Optional.of(pushed.pusher()).filter(p -> !p.isEmpty()),
            pushed.forced());
    Span span = run.step("span", Span.class, () -> span(pushed, again, last));
    Verdict verdict = verdict(source, span, origin, run);
    boolean allowed = verdict instanceof Verdict.Allowed;
    boolean stands = run.step("stands", Boolean.class, () -> stands(head, tracked));
    if (stands) {
      Landing landing =
          new Landing(
              head,
              span.before(),
              run.id(),
              allowed ? Optional.of(head) : span.allowed(),
              span.carried());
      run.step("remember", () -> landings.record(repo, tracked.branch(), landing));
      if (allowed) {
        rollOut.carry(
            head,
            () -> changes.push(repo, span.carried(), head, origin),
            () -> benches.bench(repo, span.allowed()).fleet(),
            tracked,
            check.key(source),
            run);
        run.step("carried", () -> landings.record(repo, tracked.branch(), landing.carriedTo(head)));
      }
    }
    if (!allowed) {
      run.step("tell", () -> tell(repo, head, tracked, verdict));
    }
  }

  /** False for a push that another one has taken off the branch: it is judged and nothing else. */
  private boolean stands(CommitId head, Benches.Tracked tracked) {
    return changes
        .tip(tracked.repo(), tracked.branch())
        .filter(tip -> tip.equals(head) || changes.isAncestor(tracked.repo(), head, tip))
        .isPresent();
  }

  /** Judges and reports; a newer push that takes its place leaves no check open. */
  private Verdict verdict(HeadSource source, Span span, Origin origin, Run run) {
    RepoId repo = source.repo();
    CommitId head = source.head();
    try {
      run.step("begin", () -> check.begin(source));
      Verdict verdict =
          new Judging(benches, check)
              .judge(
                  source,
                  span::allowed,
                  () -> changes.push(repo, span.before(), head, origin),
                  (bench, change) -> judge(bench, change, repo, span, origin),
                  run);
      run.step("report", () -> check.judged(source, verdict));
      return verdict;
    } catch (Run.Superseded e) {
      check.replaced(source);
      throw e;
    }
  }

  /**
   * True for a push that is told twice (a redelivery under another GUID, the poll) or late, when a
   * newer one was judged together with it: the verdict stands. The run that was judging it goes on.
   * A branch that was moved back to an older commit stands there now, which is news.
   */
  private boolean covered(CommitId head, Landing last, Benches.Tracked tracked, Run run) {
    if (run.id().equals(last.run())) {
      return false;
    }
    return head.equals(last.judged())
        || (changes.isAncestor(tracked.repo(), head, last.judged())
            && changes.tip(tracked.repo(), tracked.branch()).filter(head::equals).isEmpty());
  }

  /**
   * What is compared with what: from what was judged last, not from what the payload says, because
   * pushes between may never have arrived, or gave way to this one. A branch that was never judged
   * counts as allowed up to where this push began; one that was judged and never allowed counts as
   * allowed up to nothing. Asked again about the same head, the same span is judged again.
   */
  private static Span span(Pushed pushed, boolean again, Optional<Landing> last) {
    if (last.isEmpty()) {
      return new Span(pushed.before(), pushed.before(), pushed.before());
    }
    Landing landing = last.get();
    boolean same = again && pushed.after().filter(landing.judged()::equals).isPresent();
    Optional<CommitId> before = same ? landing.from() : Optional.of(landing.judged());
    boolean allowedAlready = same && landing.allowed().filter(landing.judged()::equals).isPresent();
    boolean carriedAlready = same && landing.carried().filter(landing.judged()::equals).isPresent();
    return new Span(
        before,
        allowedAlready ? landing.from() : landing.allowed(),
        carriedAlready ? landing.from() : landing.carried());
  }

  /**
   * Judges every content that the push adds, and what an earlier denied push left standing: its
   * content must not roll out behind an innocent one.
   */
  private Verdict judge(Benches.Bench bench, Change change, RepoId repo, Span span, Origin origin) {
    Verdict verdict = bench.judge(change);
    if (span.allowed().equals(span.before())) {
      return verdict;
    }
    Change since = changes.push(repo, span.allowed(), change.head(), origin).standing();
    return verdict.with(bench.judge(since));
  }

  /**
   * Tells the pull requests that contain the denied commit, or one of those that are to blame. One
   * that takes no comment keeps the others from nothing.
   */
  private void tell(RepoId repo, CommitId head, Benches.Tracked tracked, Verdict verdict) {
    String marker = StickyComment.pushMarker(head);
    String body = StickyComment.pushDenied(tracked.branch(), verdict);
    Set<CommitId> commits = new LinkedHashSet<>(Set.of(head));
    verdict.judgement().findings().stream()
        .filter(f -> f.severity().blocks())
        .flatMap(f -> f.commit().stream())
        .distinct()
        .limit(ASKED)
        .forEach(commits::add);
    Set<Integer> told = new HashSet<>();
    for (CommitId commit : commits) {
      for (PullRequests.PullRequest pull : pullRequests.containing(repo, commit)) {
        if (told.add(pull.number())) {
          tell(repo, pull.number(), marker, body);
        }
      }
    }
  }

  private void tell(RepoId repo, int number, String marker, String body) {
    try {
      forge.comment(repo, number, marker, body);
    } catch (RemoteException e) {
      if (e.retryable()) {
        throw e;
      }
      log.warn("pull request {} of {} takes no comment: {}", number, repo, e.getMessage());
    }
  }

  /**
   * The commits that this push is compared with, fixed at its first telling; empty: the branch's
   * beginning. The policy is that of the newest allowed commit; what is rolled out is what came
   * since the last rollout that was followed to its end.
   */
  record Span(Optional<CommitId> before, Optional<CommitId> allowed, Optional<CommitId> carried) {}
}
