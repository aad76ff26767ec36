package dev.tidegate.policy.rules.policy;

import dev.tidegate.change.Change;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.List;
import java.util.function.Function;

/**
 * The repository's own policy must be usable once it lands: nothing could be judged after it. Who
 * reads that file says what is wrong with it.
 */
public final class OwnPolicy implements ChangeRule {
  public static final RuleDoc DOC =
      new RuleDoc(
          "policy/own-file",
          "The repository's own policy can be read",
          "The file .tidegate.yaml of the protected branch says how every later change is judged."
              + " Where it cannot be used, nothing is judged and the gate stays shut.",
          "Mend what is named; `tidegate config check .tidegate.yaml` tells every problem at once.",
          "Nobody: a policy that cannot be used helps nobody.",
          Severity.DENY,
          true);

  private final Function<Change, List<Wrong>> reader;

  /**
   * @param reader what is wrong with the file as the change leaves it; empty where it can be used,
   *     is not there, or the change leaves it alone
   */
  public OwnPolicy(Function<Change, List<Wrong>> reader) {
    this.reader = reader;
  }

  /** One problem, at a line from 1 (0: of the whole file). */
  public record Wrong(String path, int line, String what, String remedy) {}

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (Wrong wrong : reader.apply(subject.change())) {
      findings.add(wrong.path(), wrong.line(), 0, wrong.what(), wrong.what() + ".", wrong.remedy());
    }
  }
}
