package dev.tidegate.policy.rules.secret;

import dev.tidegate.change.Commit;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.Scanner;

/** {@code secret/commit-text}: no secret in what a commit says of itself. */
public final class CommitText implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/commit-text",
          "No key, token or password stands in a commit's message or author",
          "A message is copied into every clone, mail and chat, and nothing can take it back.",
          "Rotate it, then reword the commit.",
          "Whoever keeps the policy on the protected branch, with a reason and an end date.",
          Severity.DENY,
          false);

  private final Scanner scanner;

  public CommitText() {
    this(Scanner.unkeyed());
  }

  public CommitText(Scanner scanner) {
    this.scanner = scanner;
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (Commit commit : subject.change().commits()) {
      String people = commit.author().name() + "\n" + commit.committer().name();
      String text = commit.message() + "\n" + people;
      for (Hit hit : scanner.text(text, Scanner.Style.SETTINGS).hits()) {
        boolean newest = commit.id().equals(subject.change().head());
        String reword =
            newest
                ? "git commit --amend  # for a commit that is the branch's newest"
                : "git rebase -i " + commit.id().abbreviated() + "^  # mark it 'reword'";
        findings
            .at(commit.id())
            .add(
                SecretText.severity(hit),
                "",
                0,
                0,
                commit.id().hex() + "/" + hit.line() + "/" + hit.detector() + "/" + hit.masked(),
                "In the message of commit "
                    + commit.id().abbreviated()
                    + ", line "
                    + hit.line()
                    + ": "
                    + SecretText.what(hit),
                "1. Rotate it where it was issued.\n2. "
                    + reword
                    + ", then git push --force-with-lease");
      }
    }
  }
}
