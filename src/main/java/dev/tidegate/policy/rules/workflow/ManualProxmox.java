package dev.tidegate.policy.rules.workflow;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.shell.Command;
import java.util.Optional;
import java.util.Set;

/** Virtual machines are made by Terraform, not by Proxmox commands. */
public final class ManualProxmox implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "workflow/manual-proxmox",
          "Nothing creates or changes a virtual machine past Terraform",
          "A machine that Terraform does not know is in no plan and in no recovery.",
          "Declare the machine in the Terraform root and commit it.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> MACHINE =
      Set.of(
          "create",
          "clone",
          "destroy",
          "set",
          "template",
          "importdisk",
          "disk",
          "move-disk",
          "resize",
          "restore",
          "rollback",
          "migrate",
          "remote-migrate");
  private static final Set<String> SHELL = Set.of("create", "set", "delete");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    RunCommands.judge(
        file,
        findings,
        ManualProxmox::changes,
        "Remove the command and declare the machine in the Terraform root.");
  }

  private static Optional<String> changes(Command command) {
    String program = command.program().orElse("");
    String verb = Arguments.of(command, Set.of()).word(0);
    boolean changes =
        switch (program) {
          case "qm", "pct" -> MACHINE.contains(verb);
          case "pvesh" -> SHELL.contains(verb);
          case "qmrestore" -> true;
          default -> false;
        };
    return changes ? Optional.of((program + " " + verb).strip()) : Optional.empty();
  }
}
