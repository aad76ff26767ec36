package dev.tidegate.policy.engine;

import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.Step.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one step finds. Bounded: beyond the limit one more finding says that there are more. */
final class StepFindings implements Findings {
  static final int LIMIT = 200;

  /**
   * A finding before the settings are applied.
   *
   * @param stated a severity that the rule gave to this very finding
   * @param failure true where the rule itself failed: always denies
   */
  record Raw(
      RuleDoc doc,
      Optional<Severity> stated,
      boolean failure,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix,
      CommitId commit,
      boolean inResult) {}

  private final Step step;
  private final Place place;
  private final List<Raw> raws;

  StepFindings(Step step) {
    this(step, step.place(), new ArrayList<>());
  }

  private StepFindings(Step step, Place place, List<Raw> raws) {
    this.step = step;
    this.place = place;
    this.raws = raws;
  }

  List<Raw> raws() {
    return raws;
  }

  @Override
  public void add(String path, int line, int column, String identity, String what, String fix) {
    put(Optional.empty(), false, path, line, column, identity, what, fix);
  }

  @Override
  public void add(
      Severity severity,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix) {
    put(Optional.of(severity), false, path, line, column, identity, what, fix);
  }

  @Override
  public Findings at(CommitId commit) {
    return new StepFindings(step, new Place(place.path(), commit, place.inResult()), raws);
  }

  /** The exception's message is left out: it may quote the content. */
  void crashed(Throwable trouble) {
    failed(
        "crashed",
        "The rule failed here ("
            + trouble.getClass().getSimpleName()
            + "), so nothing is allowed.");
  }

  void overdue(String budget) {
    failed("overdue", "The rule did not finish within " + budget + " here, so nothing is allowed.");
  }

  private void failed(String identity, String what) {
    put(
        Optional.of(Severity.DENY),
        true,
        place.path(),
        0,
        0,
        identity,
        what,
        "Simplify the file, or report this to whoever runs Tidegate: a rule must not fail on any"
            + " input.");
  }

  private void put(
      Optional<Severity> severity,
      boolean failure,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix) {
    RuleDoc doc = step.rule().doc();
    if (raws.size() < LIMIT || failure) {
      raws.add(
          new Raw(
              doc,
              severity,
              failure,
              path,
              line,
              column,
              identity,
              what,
              fix,
              place.commit(),
              place.inResult()));
    } else if (raws.size() == LIMIT) {
      raws.add(
          new Raw(
              doc,
              Optional.empty(),
              false,
              place.path(),
              0,
              0,
              "more",
              "There are more than "
                  + LIMIT
                  + " findings of this rule here; the rest is not shown.",
              "Mend the ones shown and ask again.",
              place.commit(),
              place.inResult()));
    }
  }
}
