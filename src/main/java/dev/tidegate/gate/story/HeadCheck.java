package dev.tidegate.gate.story;

import dev.tidegate.gate.Heads;
import dev.tidegate.gate.Heads.Said;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.CheckRuns;
import dev.tidegate.report.Forge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one check {@code tidegate} of a head. Pull requests and pushes that share a head are judged
 * each for itself; the check carries the strictest of their verdicts and names them all. Each
 * request to judge again begins another check, which is the one that counts from then on.
 */
public final class HeadCheck {
  /** For a check whose run gave way to a newer one. */
  private static final String REPLACED =
      "A newer commit took this one's place before it was judged; its check covers both.";

  private final Forge forge;
  private final Heads heads;
  private final PullRequests pullRequests;

  public HeadCheck(Forge forge, Heads heads, PullRequests pullRequests) {
    this.forge = forge;
    this.heads = heads;
    this.pullRequests = pullRequests;
  }

  /** The external id of the head's check as it counts now. */
  String key(HeadSource source) {
    String request = source.request().orElseGet(() -> heads.request(source.repo(), source.head()));
    String key = source.head() + " " + source.tracked().branch().shortName();
    return request.isEmpty() ? key : key + " again " + request;
  }

  /** Says that the head is being judged, unless a verdict stands that nobody doubts. */
  void begin(HeadSource source) {
    inTurn(
        source,
        () -> {
          source.request().ifPresent(r -> heads.requested(source.repo(), source.head(), r));
          if (source.request().isPresent() || heads.said(source.repo(), source.head()).isEmpty()) {
            forge.publish(CheckRuns.begun(source.repo(), source.head(), key(source)));
          }
        });
  }

  void judged(HeadSource source, Verdict verdict) {
    say(source, new Said(source.name(), source.number(), Optional.of(verdict), ""));
  }

  void notJudged(HeadSource source, String reason) {
    say(source, new Said(source.name(), source.number(), Optional.empty(), reason));
  }

  /** The run gives way: no check is left open, and what others said of the head stands. */
  void replaced(HeadSource source) {
    try {
      inTurn(
          source,
          () -> {
            List<Said> all = heads.said(source.repo(), source.head());
            forge.publish(
                all.isEmpty()
                    ? CheckRuns.notJudged(source.repo(), source.head(), key(source), REPLACED)
                    : report(source, all));
          });
    } catch (Run.Later e) {
      // Whoever has the turn says what stands.
    }
  }

  /** Publishes another check of the head while nobody else does. */
  void beside(HeadSource source, CheckReport report) {
    inTurn(source, () -> forge.publish(report));
  }

  private void say(HeadSource source, Said said) {
    inTurn(
        source,
        () -> {
          heads.say(source.repo(), source.head(), said);
          forge.publish(report(source, heads.said(source.repo(), source.head())));
        });
  }

  private void inTurn(HeadSource source, Runnable work) {
    heads.exclusively(source.repo(), source.head(), source.run(), work);
  }

  private CheckReport report(HeadSource source, List<Said> all) {
    List<Said> counting = all.stream().filter(s -> counts(source, s)).toList();
    Optional<Said> open = counting.stream().filter(s -> s.verdict().isEmpty()).findFirst();
    Optional<Verdict> strictest = strictest(counting);
    boolean denied = strictest.filter(v -> v instanceof Verdict.Denied).isPresent();
    if (strictest.isPresent() && (denied || open.isEmpty())) {
      return CheckRuns.of(source.repo(), strictest.get(), key(source));
    }
    Said said = open.orElseThrow();
    String why = counting.size() == 1 ? said.reason() : said.source() + ": " + said.reason();
    return CheckRuns.notJudged(source.repo(), source.head(), key(source), why);
  }

  /**
   * What was said for a pull request that was closed, or has another head by now, does not count.
   */
  private boolean counts(HeadSource source, Said said) {
    return said.source().equals(source.name())
        || said.number() == 0
        || pullRequests
            .find(source.repo(), said.number())
            .filter(p -> p.open() && p.head().equals(source.head()))
            .isPresent();
  }

  /** False for a head that brought nothing, because it had landed before it was judged. */
  private static boolean looked(Said said) {
    Verdict.Judgement judgement = said.verdict().orElseThrow().judgement();
    return judgement.commits() > 0 || judgement.files() > 0;
  }

  private static Optional<Verdict> strictest(List<Said> all) {
    List<Said> verdicts = all.stream().filter(s -> s.verdict().isPresent()).toList();
    boolean any = verdicts.stream().anyMatch(HeadCheck::looked);
    List<Said> judged =
        verdicts.stream()
            .filter(s -> !any || looked(s))
            .sorted(Comparator.comparingInt(HeadCheck::rank))
            .toList();
    Optional<Verdict> together =
        judged.stream().map(s -> s.verdict().orElseThrow()).reduce(Verdict::with);
    return judged.size() < 2 ? together : together.map(v -> naming(v, judged));
  }

  private static int rank(Said said) {
    return switch (said.verdict().orElseThrow()) {
      case Verdict.Denied d -> 0;
      case Verdict.NeedsHuman n -> 1;
      case Verdict.Allowed a -> 2;
    };
  }

  private static Verdict naming(Verdict verdict, List<Said> judged) {
    Verdict.Judgement j = verdict.judgement();
    List<String> notes = new ArrayList<>();
    notes.add(
        judged.stream()
            .map(s -> s.source() + " (" + s.verdict().orElseThrow().word() + ")")
            .collect(
                Collectors.joining(
                    ", ", "This commit is the head of ", ". The strictest verdict counts.")));
    notes.addAll(j.notes());
    return Verdict.of(
        new Verdict.Judgement(
            j.base(),
            j.head(),
            j.findings(),
            j.commits(),
            j.files(),
            j.rules(),
            j.policy(),
            j.excepted(),
            notes));
  }
}
