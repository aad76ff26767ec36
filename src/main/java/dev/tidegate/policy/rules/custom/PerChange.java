package dev.tidegate.policy.rules.custom;

import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Subject;
import java.util.Map;

/** Asks once about the whole change. */
record PerChange(CustomRule rule) implements ChangeRule {
  @Override
  public RuleDoc doc() {
    return rule.doc();
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Map<String, Object> values = Map.of("change", Values.of(subject.change()));
    rule.judge(values, findings, "", 0, 0, "change");
  }
}
