package dev.tidegate.policy.rules.workflow;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.shell.Command;
import java.util.Optional;
import java.util.Set;

/** Nothing in the repository changes a Talos node past Terraform and the Talos job. */
public final class ManualTalosctl implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "workflow/manual-talosctl",
          "Nothing runs talosctl to change a node",
          "A node that was patched by hand no longer has the configuration that Terraform renders,"
              + " and the next apply takes the patch away.",
          "Change the configuration in the Terraform root and commit it; the Talos job applies it"
              + " after the merge.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> WITH_VALUE =
      Set.of(
          "n",
          "nodes",
          "e",
          "endpoints",
          "context",
          "talosconfig",
          "cluster",
          "c",
          "f",
          "file",
          "p",
          "patch",
          "m",
          "mode",
          "siderov1-keys-dir",
          "i",
          "image");
  private static final Set<String> CHANGES =
      Set.of(
          "apply-config",
          "apply",
          "patch",
          "edit",
          "upgrade",
          "upgrade-k8s",
          "reset",
          "bootstrap",
          "reboot",
          "shutdown",
          "rollback",
          "wipe",
          "restart");
  private static final Set<String> ETCD =
      Set.of("remove-member", "leave", "forfeit-leadership", "defrag", "recover");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    RunCommands.judge(
        file,
        findings,
        ManualTalosctl::changes,
        "Remove the command. Change the configuration in the Terraform root, such as"
            + " infrastructure/terraform/talos-cluster/talos-config.tf, and commit it:"
            + "\n  git add infrastructure/terraform && git commit && git push");
  }

  private static Optional<String> changes(Command command) {
    if (!Programs.of(command).equals("talosctl")) {
      return Optional.empty();
    }
    Arguments all = Arguments.of(command, WITH_VALUE);
    String verb = all.word(0);
    if (all.isDryRun() || all.asksForHelp()) {
      return Optional.empty();
    }
    if (CHANGES.contains(verb)) {
      return Optional.of("talosctl " + verb);
    }
    boolean nested =
        switch (verb) {
          case "etcd" -> ETCD.contains(all.word(1));
          case "service" -> Set.of("start", "stop", "restart").contains(all.word(2));
          case "meta" -> Set.of("write", "delete").contains(all.word(1));
          default -> false;
        };
    return nested
        ? Optional.of("talosctl " + verb + " " + all.word(verb.equals("service") ? 2 : 1))
        : Optional.empty();
  }
}
