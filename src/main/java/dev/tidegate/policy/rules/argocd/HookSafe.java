package dev.tidegate.policy.rules.argocd;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.YamlNode;
import java.util.Optional;
import java.util.Set;

/** A hook is deleted and made anew at every sync: never something that holds data. */
public final class HookSafe implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/hook-safe",
          "No object that holds data is an Argo CD hook",
          "Argo CD deletes a hook before it creates it again, by default at every sync: a volume"
              + " claim or a namespace would lose what it holds.",
          "Remove the hook annotation, or do the work in a Job.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Set<String> HOLDS_DATA =
      Set.of(
          "PersistentVolumeClaim",
          "PersistentVolume",
          "Namespace",
          "CustomResourceDefinition",
          "StatefulSet");
  private static final Set<String> MADE_FOR_IT =
      Set.of(
          "Job",
          "Pod",
          "Workflow",
          "ConfigMap",
          "ServiceAccount",
          "Role",
          "RoleBinding",
          "ClusterRole",
          "ClusterRoleBinding");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink()
        || !file.named(".yaml", ".yml", ".json")
        || !file.text().contains("argoproj.io/hook")) {
      return;
    }
    for (YamlNode object : file.yaml().documents()) {
      Optional<String> hook =
          object
              .text("metadata", "annotations", "argocd.argoproj.io/hook")
              .filter(h -> !h.equals("Skip"));
      String kind = object.text("kind").orElse("object");
      String named = kind + " " + object.text("metadata", "name").orElse("(no name)");
      if (hook.isEmpty()) {
        continue;
      }
      if (HOLDS_DATA.contains(kind)) {
        say(
            Severity.DENY,
            file,
            object,
            named,
            named + " is a " + hook.get() + " hook, so a sync deletes it.",
            findings);
      } else if (hook.get().contains("Delete") || !MADE_FOR_IT.contains(kind)) {
        say(
            Severity.WARN,
            file,
            object,
            named,
            named
                + " is a "
                + hook.get()
                + " hook: it runs or is deleted when Argo CD syncs or removes the Application.",
            findings);
      }
    }
  }

  private static void say(
      Severity severity,
      SourceFile file,
      YamlNode at,
      String identity,
      String what,
      Findings findings) {
    findings.add(
        severity,
        file.path(),
        at.line(),
        at.column(),
        identity,
        what,
        "Remove the annotation argocd.argoproj.io/hook from it.");
  }
}
