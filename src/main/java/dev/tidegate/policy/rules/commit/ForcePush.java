package dev.tidegate.policy.rules.commit;

import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;

/** {@code commit/force-push}: a protected branch only grows. */
public final class ForcePush implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "commit/force-push",
          "A protected branch loses no commit",
          "What was judged, approved and rolled out must stay in the history: a forced push or a"
              + " deletion takes it away from everyone.",
          "git pull --rebase && git push  # without --force; git revert undoes a commit",
          "Whoever keeps the configuration can lower this rule.",
          Severity.DENY,
          false);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    if (!subject.change().origin().forced()) {
      return;
    }
    String branch =
        subject.change().origin().ref().map(r -> r.shortName()).orElse("a protected branch");
    boolean deleted = subject.change().head().isNone();
    findings.add(
        "",
        0,
        0,
        "forced " + branch,
        deleted
            ? "The push deletes " + branch + ", which is protected."
            : "The push drops commits from " + branch + ", which is protected.",
        deleted ? "Leave it, or make another branch the protected one first." : DOC.fix());
  }
}
