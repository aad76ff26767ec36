package dev.tidegate.policy.rules.secret;

import dev.tidegate.change.Commit;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.Scanner;
import dev.tidegate.scan.echo.Echoes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** {@code secret/commit-text}: no secret in what a commit says of itself. */
public final class CommitText implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/commit-text",
          "No key, token or password stands in a commit's message or header",
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
      String text = text(commit);
      Map<String, String> values = new HashMap<>();
      for (Hit hit : scanner.heard(values::put).text(text, Scanner.Style.SETTINGS).hits()) {
        String value = values.getOrDefault(hit.fingerprint(), "");
        SecretText.told(hit, commit.id().hex(), value, subject.known());
        SecretText.confirm(hit, value, subject.known());
        String identity = "/" + hit.line() + "/" + hit.detector() + "/" + hit.masked();
        report(commit, hit, identity, SecretText.what(hit), subject, findings);
      }
    }
  }

  private static String text(Commit commit) {
    return String.join(
        "\n",
        commit.message(),
        commit.author().name(),
        commit.author().email(),
        commit.committer().name(),
        commit.committer().email(),
        commit.header());
  }

  @Override
  public boolean looksAgain() {
    return true;
  }

  @Override
  public void again(Subject subject, Findings findings) {
    Echoes echoes = subject.known().echoes();
    for (Commit commit : subject.change().commits()) {
      byte[] text = text(commit).getBytes(StandardCharsets.UTF_8);
      int number = 0;
      for (Hit hit : scanner.again(text, echoes, commit.id().hex())) {
        String identity = "/again/" + hit.detector() + "#" + ++number;
        report(commit, hit, identity, SecretText.again(hit), subject, findings);
      }
    }
  }

  private static void report(
      Commit commit, Hit hit, String identity, String what, Subject subject, Findings findings) {
    boolean newest = commit.id().equals(subject.change().head());
    String reword =
        newest
            ? "git commit --amend  # for a commit that is the branch's newest"
            : "git rebase -i " + commit.id().abbreviated() + "^  # mark it 'reword'";
    int spoken = (int) commit.message().chars().filter(c -> c == '\n').count() + 5;
    String part = hit.line() > spoken ? "header" : "message";
    int line = hit.line() > spoken ? hit.line() - spoken : hit.line();
    String place = "In the " + part + " of commit " + commit.id().abbreviated() + ", line " + line;
    findings
        .at(commit.id())
        .add(
            SecretText.severity(hit),
            "",
            0,
            0,
            commit.id().hex() + identity,
            place + ": " + what,
            "1. Rotate it where it was issued.\n2. "
                + reword
                + ", then git push --force-with-lease");
  }
}
