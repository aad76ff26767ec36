package dev.tidegate.policy.rules.argocd;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.YamlNode;
import java.util.Optional;

/** Argo CD syncs an Application by itself: the commit is the deployment. */
public final class AutomatedSync implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/automated-sync",
          "Argo CD syncs an Application by itself",
          "Without automated sync a merge deploys nothing until somebody asks for it by hand.",
          "syncPolicy: { automated: { prune: true, selfHeal: true } }",
          "Whoever keeps the configuration can switch this rule off for a path.",
          Severity.WARN,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    for (App app : App.in(file)) {
      Optional<YamlNode> automated = app.body().at("spec", "syncPolicy", "automated");
      boolean isNull =
          automated
              .filter(a -> a instanceof YamlNode.Scalar s && s.type() == YamlNode.Type.NULL)
              .isPresent();
      boolean off =
          app.text("spec", "syncPolicy", "automated", "enabled")
              .filter("false"::equals)
              .isPresent();
      boolean patched = app.node().at("spec", "templatePatch").isPresent();
      if (!patched && app.body().at("spec").isPresent() && (automated.isEmpty() || isNull || off)) {
        YamlNode at = app.place("spec", "syncPolicy");
        findings.add(
            app.path(),
            at.line(),
            at.column(),
            app.titled(),
            app.titled() + " is not synced automatically, so a merge does not deploy it.",
            "syncPolicy:\n  automated:\n    prune: true\n    selfHeal: true");
      }
    }
  }
}
