package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.Tree;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import java.util.Optional;

/** Applications stand in the one declared folder, where people and Tidegate look for them. */
public final class ApplicationLocation implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/application-location",
          "Applications stand in the declared folder",
          "An Application elsewhere is overlooked in review, or is deployed into a workload cluster"
              + " by the Application that owns that folder.",
          "Move the file into the folder that argocdApps names.",
          "Whoever keeps the configuration can lower this rule for a path, such as examples/**.",
          Severity.DENY,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    Subject subject = file.subject();
    Optional<String> declared = subject.fleet().argocdApps().map(f -> f.replaceFirst("/+$", ""));
    if (declared.isEmpty() || file.path().startsWith(declared.get() + "/")) {
      return;
    }
    for (App app : App.in(file)) {
      if (!inChart(subject.change().after(), file.path()) && !owned(subject, file.path())) {
        findings.add(
            file.path(),
            app.node().line(),
            app.node().column(),
            app.titled(),
            app.titled() + " stands outside of " + declared.get() + ".",
            "git mv '%s' '%s/%s'".formatted(file.path(), declared.get(), file.entry().name()));
      }
    }
  }

  /** True below the templates of a Helm chart: an app of apps. */
  private static boolean inChart(Tree tree, String path) {
    int templates = path.lastIndexOf("/templates/");
    return templates > 0 && tree.at(path.substring(0, templates) + "/Chart.yaml").isPresent();
  }

  /**
   * True where an Application of the declared folder deploys this folder into Argo CD's cluster.
   */
  private static boolean owned(Subject subject, String path) {
    return App.declared(subject).stream()
        .filter(app ->
            Destination.of(app, subject.fleet()) instanceof Destination.Known known
                && known.cluster().runsArgocd())
        .flatMap(app -> app.sources().stream())
        .anyMatch(source ->
            subject.fleet().isThisRepo(source.repoUrl())
                && !source.path().isEmpty()
                && path.startsWith(source.path() + "/"));
  }
}
