package dev.tidegate.policy.rules.custom;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.SourceFile;
import java.util.HashMap;
import java.util.Map;

/** Asks once about each file. */
record PerFile(CustomRule rule) implements FileRule {
  @Override
  public RuleDoc doc() {
    return rule.doc();
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (rule.covers(file.path())) {
      rule.judge(around(rule, file), findings, file.path(), 0, 0, "file");
    }
  }

  /** What stands around a document; only what the rule speaks of is computed. */
  static Map<String, Object> around(CustomRule rule, SourceFile file) {
    Map<String, Object> values = new HashMap<>();
    values.put("path", file.path());
    if (rule.uses("file")) {
      values.put("file", Values.of(file));
    }
    if (rule.uses("change")) {
      values.put("change", Values.of(file.subject().change()));
    }
    return values;
  }
}
