package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.Addition;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.testing.MemoryTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@link ManifestSchema} says of one file on its own. */
final class Judged implements Findings {
  private static final ManifestSchema RULE = new ManifestSchema(PolicySettings.standard());

  private final List<String> said = new ArrayList<>();

  /** One line a finding: severity, line, what. */
  static List<String> file(String path, String text) {
    return file(RULE, path, text);
  }

  /** The same of another rule. */
  static List<String> file(FileRule rule, String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Judged judged = new Judged();
    Addition addition =
        new Addition(
            MemoryTree.nothing().with(path, text).at(path).orElseThrow(),
            new CommitId("0".repeat(40)),
            Optional.empty());
    rule.judge(new SourceFile(addition, () -> bytes, Subject.nothing()), judged);
    return judged.said;
  }

  @Override
  public void add(String path, int line, int column, String identity, String what, String fix) {
    add(Severity.DENY, path, line, column, identity, what, fix);
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
    said.add(severity.word() + " " + line + " " + what + " " + fix);
  }

  @Override
  public Findings at(CommitId commit) {
    return this;
  }
}
