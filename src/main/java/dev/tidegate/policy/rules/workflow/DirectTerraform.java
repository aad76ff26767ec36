package dev.tidegate.policy.rules.workflow;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.shell.Command;
import java.util.Optional;
import java.util.Set;

/** Nothing in the repository applies Terraform past the reviewed plan. */
public final class DirectTerraform implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "workflow/direct-terraform-apply",
          "Nothing runs terraform apply by itself",
          "What a script applies was neither committed first nor reviewed as a plan.",
          "Commit the change, review the plan in the pull request, and apply that plan after the"
              + " merge.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> CHANGES =
      Set.of("apply", "destroy", "import", "taint", "untaint", "force-unlock");
  private static final Set<String> STATE = Set.of("rm", "mv", "push", "replace-provider");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    RunCommands.judge(
        file,
        findings,
        DirectTerraform::changes,
        "Remove the command; terraform plan, validate and fmt are fine. Commit first:"
            + "\n  git add infrastructure/terraform && git commit && git push"
            + "\nand apply the reviewed plan after the merge.");
  }

  private static Optional<String> changes(Command command) {
    String program = Programs.of(command);
    if (!Set.of("terraform", "tofu", "terragrunt").contains(program)) {
      return Optional.empty();
    }
    Arguments all =
        Arguments.of(command, Set.of("terragrunt-working-dir", "working-dir", "queue-include-dir"));
    if (all.asksForHelp()) {
      return Optional.empty();
    }
    boolean many = program.equals("terragrunt") && Set.of("run-all", "run").contains(all.word(0));
    int at = many ? 1 : 0;
    String verb = all.word(at);
    if (CHANGES.contains(verb)) {
      return Optional.of(program + " " + verb);
    }
    boolean nested =
        (verb.equals("state") && STATE.contains(all.word(at + 1)))
            || (verb.equals("workspace") && all.word(at + 1).equals("delete"));
    return nested ? Optional.of(program + " " + verb + " " + all.word(at + 1)) : Optional.empty();
  }
}
