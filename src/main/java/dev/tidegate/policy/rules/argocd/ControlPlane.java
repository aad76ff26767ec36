package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.argocd.App.Source;
import dev.tidegate.syntax.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Argo CD and its own objects live in one cluster only and reach the others from there. Judges
 * touched Applications, and the declared ones whose folder the change touches.
 */
public final class ControlPlane implements FileRule, ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/control-plane-only-in-prod",
          "Argo CD runs only in the cluster that is declared for it",
          "A second Argo CD fights with the first one over the same objects, and Applications in a"
              + " cluster without Argo CD do nothing.",
          "Deploy Argo CD, Applications and AppProjects to the cluster with runsArgocd: true.",
          "Whoever keeps the configuration decides which cluster runs Argo CD.",
          Severity.DENY,
          true);

  private static final Pattern INSTALL =
      Pattern.compile(
          "argoproj/argo-cd[/.]|argo-cd/.*manifests/|app\\.kubernetes\\.io/part-of:\\s*[\"']?argocd\\b"
              + "|quay\\.io/argoproj/argocd[:@\"'\\s]");
  private static final Pattern OBJECT =
      Pattern.compile(
          "(?m)(?:^|[{,])\\s*(?:- )?\"?kind\"?\\s*:\\s*[\"']?(Application|ApplicationSet|AppProject)[\"']?\\s*(?:[,}#]|$)");
  private static final Pattern CHART =
      Pattern.compile(
          "(?m)(?:^|[{,])\\s*(?:- )?[\"']?(?:name|chart)[\"']?:\\s*[\"']?argo-?cd(?:-apps)?[\"']?\\s*(?:[,}#]|$)");
  private static final int MOST_FILES = 500;
  private static final long LARGEST = 4L << 20;

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    App.in(file).forEach(app -> judge(app, file.subject(), findings));
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    List<String> touched =
        subject.change().result().stream().filter(p -> !p.deleted()).map(PathChange::path).toList();
    if (touched.isEmpty() || subject.fleet().clusters().isEmpty()) {
      return;
    }
    for (App app : App.declared(subject)) {
      boolean changed =
          app.sources().stream()
              .map(Source::path)
              .anyMatch(folder -> touched.stream().anyMatch(p -> p.startsWith(folder + "/")));
      if (changed && !touched.contains(app.path())) {
        judge(app, subject, findings);
      }
    }
  }

  private static void judge(App app, Subject subject, Findings findings) {
    boolean decided = subject.fleet().clusters().stream().anyMatch(Cluster::runsArgocd);
    if (decided
        && Destination.of(app, subject.fleet()) instanceof Destination.Known(Cluster cluster)
        && !cluster.runsArgocd()) {
      if (app.text("spec", "destination", "namespace").filter("argocd"::equals).isPresent()) {
        say(
            app,
            app.place("spec", "destination"),
            "namespace",
            "deploys into the namespace argocd of " + cluster.name(),
            cluster,
            findings);
      }
      for (Source source : app.sources()) {
        inside(source, subject)
            .ifPresent(what ->
                say(
                    app,
                    source.node(),
                    what,
                    "deploys " + what + " to " + cluster.name(),
                    cluster,
                    findings));
      }
    }
  }

  private static void say(
      App app, YamlNode at, String identity, String what, Cluster cluster, Findings findings) {
    findings.add(
        app.path(),
        at.line(),
        at.column(),
        app.titled() + " " + identity,
        app.titled() + " " + what + ", where Argo CD must not run.",
        "Deploy it to the cluster that runs Argo CD, or use another namespace than argocd; "
            + cluster.name()
            + " is managed from there.");
  }

  /** What of Argo CD a source holds, if anything. */
  private static Optional<String> inside(Source source, Subject subject) {
    String chart = source.chart();
    if (chart.equals("argo-cd") || chart.equals("argocd") || chart.equals("argocd-apps")) {
      return Optional.of("the chart " + chart);
    }
    if (source.repoUrl().matches(".*[/:]argoproj/argo-cd(\\.git)?/?")) {
      return Optional.of("Argo CD's own manifests");
    }
    if (!subject.fleet().isThisRepo(source.repoUrl()) || source.path().isEmpty()) {
      return Optional.empty();
    }
    Tree tree = subject.change().after();
    return tree.under(source.path()).stream()
        .filter(App::isManifest)
        .limit(MOST_FILES)
        .map(file -> inside(tree, file))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> inside(Tree tree, FileEntry file) {
    String text = new String(tree.read(file, LARGEST), StandardCharsets.UTF_8);
    boolean chart = text.contains("argo-helm") && CHART.matcher(text).find();
    if (chart || INSTALL.matcher(text).find()) {
      return Optional.of("Argo CD itself (" + file.path() + ")");
    }
    boolean objects = text.contains("argoproj.io/") && OBJECT.matcher(text).find();
    return objects
        ? Optional.of("Applications or AppProjects (" + file.path() + ")")
        : Optional.empty();
  }
}
