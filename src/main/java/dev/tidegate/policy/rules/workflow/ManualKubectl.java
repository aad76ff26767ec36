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
  private static final Set<String> OPENSHIFT =
      Set.of("new-app", "new-project", "new-build", "start-build", "rollback", "tag", "adm");
  private static final Set<String> ARGOCD =
      Set.of(
          "create",
          "set",
          "unset",
          "delete",
          "patch",
          "edit",
          "rollback",
          "delete-resource",
          "patch-resource",
          "add-source",
          "remove-source");
  private static final Set<String> ARGOCD_WITH_VALUE =
      Set.of(
          "server",
          "auth-token",
          "config",
          "argocd-context",
          "port-forward-namespace",
          "header",
          "H");
  private static final Set<String> ALONE =
      Set.of(
          "insecure-skip-tls-verify",
          "match-server-version",
          "warnings-as-errors",
          "disable-compression",
          "debug",
          "kube-insecure-skip-tls-verify",
          "help",
          "h");
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
    if (all.asksForHelp()) {
      return Optional.empty();
    }
    return switch (Programs.of(command)) {
      case "kubectl", "k", "microk8s.kubectl", "kubecolor" ->
          kubectl(all, 0).or(() -> kubectl(Arguments.greedy(command, ALONE), 0));
      case "oc" ->
          OPENSHIFT.contains(all.word(0)) ? Optional.of("oc " + all.word(0)) : kubectl(all, 0);
      case "k3s", "k0s", "microk8s", "minikube" ->
          all.word(0).equals("kubectl") ? kubectl(all, 1) : Optional.empty();
      case "helm" -> helm(all).or(() -> helm(Arguments.greedy(command, ALONE)));
      case "helmfile" -> {
        String verb = all.word(0);
        yield HELMFILE.contains(verb) ? Optional.of("helmfile " + verb) : Optional.empty();
      }
      case "argocd" -> argocd(Arguments.of(command, ARGOCD_WITH_VALUE));
      default -> Optional.empty();
    };
  }

  private static Optional<String> kubectl(Arguments all, int at) {
    String verb = all.word(at);
    String next = all.word(at + 1);
    boolean harmless =
        all.isDryRun()
            || all.has("local")
            || (all.has("list") && Set.of("set", "label", "annotate").contains(verb))
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
            || (verb.equals("certificate") && Set.of("approve", "deny").contains(next))
            || (verb.equals("auth") && next.equals("reconcile"));
    return nested ? Optional.of("kubectl " + verb + " " + next) : Optional.empty();
  }

  private static Optional<String> helm(Arguments all) {
    return HELM.contains(all.word(0)) && !all.isDryRun()
        ? Optional.of("helm " + all.word(0))
        : Optional.empty();
  }

  /** A sync is fine; what else changes an Application does it beside git. */
  private static Optional<String> argocd(Arguments all) {
    boolean changes =
        switch (all.word(0)) {
          case "app" ->
              ARGOCD.contains(all.word(1)) || (all.word(1).equals("sync") && all.has("local"));
          case "appset", "proj" -> Set.of("create", "delete", "edit", "set").contains(all.word(1));
          default -> false;
        };
    return changes && !all.isDryRun()
        ? Optional.of("argocd " + all.word(0) + " " + all.word(1))
        : Optional.empty();
  }
}
