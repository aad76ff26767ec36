package dev.tidegate.policy.rules.workflow;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.shell.Command;
import java.util.Optional;
import java.util.Set;

/** Nothing in the repository changes a cluster past Argo CD: no kubectl apply, no helm install. */
public final class ManualKubectl implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "workflow/manual-kubectl",
          "Nothing runs kubectl or helm to change a cluster",
          "Argo CD deploys what git says; what a script changes beside it is lost at the next sync"
              + " and stands in no history.",
          "Commit the manifest and let Argo CD sync it. Reading (get, describe, logs, diff,"
              + " --dry-run=client) is fine.",
          "Whoever keeps the configuration can lower this rule for a path, such as a bootstrap"
              + " script.",
          Severity.DENY,
          true);

  private static final Set<String> WITH_VALUE =
      Set.of(
          "n",
          "namespace",
          "context",
          "cluster",
          "kubeconfig",
          "user",
          "s",
          "server",
          "token",
          "as",
          "as-group",
          "as-uid",
          "cache-dir",
          "certificate-authority",
          "client-certificate",
          "client-key",
          "request-timeout",
          "tls-server-name",
          "v",
          "username",
          "password",
          "kube-context",
          "kube-apiserver",
          "kube-token",
          "f",
          "filename",
          "l",
          "selector",
          "o",
          "output",
          "p",
          "patch",
          "type",
          "e",
          "environment",
          "file",
          "field-manager");
  private static final Set<String> CHANGES =
      Set.of(
          "apply",
          "create",
          "edit",
          "patch",
          "replace",
          "delete",
          "scale",
          "autoscale",
          "set",
          "annotate",
          "label",
          "cordon",
          "uncordon",
          "drain",
          "taint",
          "expose",
          "run");
  private static final Set<String> ROLLOUT = Set.of("restart", "undo", "pause", "resume");
  private static final Set<String> HELM =
      Set.of("install", "upgrade", "uninstall", "delete", "rollback");
  private static final Set<String> HELMFILE = Set.of("apply", "sync", "destroy", "delete");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    RunCommands.judge(
        file,
        findings,
        ManualKubectl::changes,
        "Remove the command. Put the manifest below kubernetes/applications and commit it:"
            + "\n  git add kubernetes/applications && git commit && git push"
            + "\nArgo CD syncs it after the merge.");
  }

  private static Optional<String> changes(Command command) {
    Arguments all = Arguments.of(command, WITH_VALUE);
    return switch (command.program().orElse("")) {
      case "kubectl", "k", "oc", "kubectl.sh" -> kubectl(all, 0);
      case "k3s", "k0s", "microk8s", "minikube" ->
          all.word(0).equals("kubectl") ? kubectl(all, 1) : Optional.empty();
      case "microk8s.kubectl" -> kubectl(all, 0);
      case "helm" -> helm(all);
      case "helmfile" ->
          HELMFILE.contains(all.word(0))
              ? Optional.of("helmfile " + all.word(0))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> kubectl(Arguments all, int at) {
    String verb = all.word(at);
    String next = all.word(at + 1);
    boolean harmless =
        all.isDryRun()
            || all.has("local")
            || all.has("list")
            || (verb.equals("create") && next.equals("token"))
            || (verb.equals("apply") && next.equals("view-last-applied"));
    if (harmless) {
      return Optional.empty();
    }
    if (CHANGES.contains(verb)) {
      return Optional.of("kubectl " + verb);
    }
    boolean nested =
        (verb.equals("rollout") && ROLLOUT.contains(next))
            || (verb.equals("certificate") && !next.isEmpty())
            || (verb.equals("auth") && next.equals("reconcile"));
    return nested ? Optional.of("kubectl " + verb + " " + next) : Optional.empty();
  }

  private static Optional<String> helm(Arguments all) {
    boolean dry = all.has("dry-run") && !all.flags().getOrDefault("dry-run", "").equals("none");
    return HELM.contains(all.word(0)) && !dry
        ? Optional.of("helm " + all.word(0))
        : Optional.empty();
  }
}
