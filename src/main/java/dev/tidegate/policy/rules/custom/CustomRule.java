package dev.tidegate.policy.rules.custom;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.syntax.PathGlob;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of a policy file. What its condition speaks of decides what it looks at: {@code object}
 * each document, else what is said of a file each file, else the change as a whole.
 *
 * @param kinds of Kubernetes objects; empty: any document
 * @param versions patterns of their apiVersion; empty: any
 * @param paths patterns; empty: any
 * @param condition true where something is wrong
 * @param at keys from the document's root to the place to show
 */
public record CustomRule(
    String name,
    List<String> kinds,
    List<PathGlob> versions,
    List<PathGlob> paths,
    Severity severity,
    Expression condition,
    Template message,
    String why,
    String fix,
    List<String> at) {
  public Rule rule() {
    if (condition.uses("object")
        || condition.uses("oldObject")
        || message.uses("object")
        || !kinds.isEmpty()
        || !versions.isEmpty()) {
      return new PerDocument(this);
    }
    boolean files =
        condition.uses("path")
            || condition.uses("file")
            || message.uses("path")
            || !paths.isEmpty();
    return files ? new PerFile(this) : new PerChange(this);
  }

  RuleDoc doc() {
    return new RuleDoc(
        name,
        "The rule " + name + " of the policy file holds",
        why,
        fix,
        "Whoever keeps the policy file can change the rule, or except from it.",
        severity,
        true);
  }

  boolean covers(String path) {
    return paths.isEmpty() || paths.stream().anyMatch(p -> p.matches(path));
  }

  boolean uses(String name) {
    return condition.uses(name) || message.uses(name);
  }

  /**
   * Adds what is wrong, if anything. An expression that fails denies.
   *
   * @param identity of the thing that is looked at
   */
  void judge(
      Map<String, Object> values,
      Findings findings,
      String path,
      int line,
      int column,
      String identity) {
    try {
      Object answer = condition.evaluate(values);
      if (Boolean.TRUE.equals(answer)) {
        findings.add(path, line, column, identity, message.fill(values), fix);
      } else if (!(answer instanceof Boolean)) {
        failed(findings, path, line, identity, "it gave no true or false", Optional.empty());
      }
    } catch (Allowance.Spent e) {
      failed(
          findings,
          path,
          line,
          identity,
          String.valueOf(e.getMessage()),
          Optional.of(CelErrorCode.ITERATION_BUDGET_EXCEEDED));
    } catch (CelEvaluationException e) {
      failed(
          findings,
          path,
          line,
          identity,
          String.valueOf(e.getMessage()),
          Optional.of(e.getErrorCode()));
    }
  }

  private void failed(
      Findings findings,
      String path,
      int line,
      String identity,
      String what,
      Optional<CelErrorCode> code) {
    String advice =
        switch (code.orElse(CelErrorCode.INTERNAL_ERROR)) {
          case ATTRIBUTE_NOT_FOUND ->
              "Guard what may be missing in the rule's condition: has(object.spec.x) && ..., or"
                  + " object.?spec.?x.orValue(...).";
          case ITERATION_BUDGET_EXCEEDED ->
              "The condition costs more here than one may, which is %,d loop turns, %,d units or eight"
                      .formatted(Expression.MOST_TURNS, Expression.MOST_UNITS)
                  + " seconds: narrow match, loop less, or look at shorter texts.";
          default -> "Mend the rule's condition; tidegate policy test tries it on examples.";
        };
    String said = what.replaceFirst("^evaluation error( at <input>:\\d+)?: ", "");
    findings.add(
        Severity.DENY,
        path,
        line,
        0,
        "failed " + identity,
        "The condition of " + name + " could not be evaluated here (" + said + "), so it denies.",
        advice);
  }

  /** As written: two rules that say the same are the same policy. */
  @Override
  public String toString() {
    return String.join(
        "\n",
        name,
        kinds.toString(),
        versions.toString(),
        paths.toString(),
        severity.word(),
        condition.toString(),
        message.toString(),
        why,
        fix,
        at.toString());
  }
}
