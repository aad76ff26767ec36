package dev.tidegate.policy.rules.argocd;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.rules.argocd.App.Source;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** An Application has what Argo CD itself demands; its CRD lets much more pass. */
public final class ApplicationValid implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/application-valid",
          "An Argo CD Application has what Argo CD demands",
          "The custom resource's schema is looser than Argo CD itself: a broken Application is"
              + " accepted and then deploys nothing, or something else.",
          "Give it metadata.name, spec.project, one destination (server or name) and one source.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern PULL_REQUEST_REF =
      Pattern.compile(
          "(refs/)?(pull|pulls|merge-requests|pull-requests)/.+|refs/(?!heads/|tags/).+");
  private static final Set<String> SPEC =
      Set.of(
          "project",
          "destination",
          "source",
          "sources",
          "sourceHydrator",
          "syncPolicy",
          "ignoreDifferences",
          "info",
          "revisionHistoryLimit");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    for (App app : App.in(file)) {
      Report report = new Report(app, findings);
      head(app, report);
      if (app.body().at("spec").filter(Mapping.class::isInstance).isEmpty()) {
        report.deny(
            "spec", app.place(), "has no spec", "Add spec with project, destination and source.");
        continue;
      }
      project(app, report);
      destination(app, report);
      sources(app, report);
      rest(app, report);
    }
  }

  private static void head(App app, Report report) {
    String version = app.node().text("apiVersion").orElse("");
    if (!version.equals("argoproj.io/v1alpha1")) {
      report.deny(
          "apiVersion",
          app.node().at("apiVersion").orElse(app.node()),
          "has the apiVersion '" + version + "', which Argo CD does not serve",
          "apiVersion: argoproj.io/v1alpha1");
    }
    String name = app.node().text("metadata", "name").orElse("");
    if (!App.templated(name) && !NAME.matcher(name).matches()) {
      report.deny(
          "name",
          app.node().at("metadata", "name").orElse(app.node()),
          name.isEmpty() ? "has no metadata.name" : "has a name that Kubernetes refuses",
          "metadata: { name: my-app, namespace: argocd }  # lower case, digits, '-' and '.'");
    }
    if (app.set() && app.node().items("spec", "generators").isEmpty()) {
      report.deny(
          "generators",
          app.node(),
          "has no generators, so it generates nothing",
          "Add at least one generator below spec.generators.");
    }
  }

  private static void project(App app, Report report) {
    YamlNode at = app.place("spec", "project");
    String project = app.text("spec", "project").orElse("");
    if (project.isBlank()) {
      report.deny("project", at, "has no spec.project", "spec: { project: default }");
    } else if (app.set() && App.templated(project)) {
      report.deny(
          "project",
          at,
          "takes its project from a template, so whoever feeds the generator chooses the rights",
          "Write the project's name in the ApplicationSet.");
    }
    if (app.set()) {
      Generators.project(app.node())
          .ifPresent(place ->
              report.deny(
                  "project patched",
                  place,
                  "takes its project from a template inside a generator or a templatePatch, so"
                      + " whoever feeds the generator chooses the rights",
                  "Write the project's name in spec.template.spec.project only."));
    }
  }

  private static void destination(App app, Report report) {
    YamlNode at = app.place("spec", "destination");
    boolean server =
        app.text("spec", "destination", "server").filter(s -> !s.isBlank()).isPresent();
    boolean name = app.text("spec", "destination", "name").filter(s -> !s.isBlank()).isPresent();
    if (server && name) {
      report.deny(
          "destination",
          at,
          "names its cluster twice, by server and by name",
          "Keep destination.server or destination.name, not both.");
    } else if (!server && !name) {
      report.deny(
          "destination",
          at,
          "does not say to which cluster it deploys",
          "spec: { destination: { server: https://CLUSTER:6443, namespace: NAMESPACE } }");
    }
    if (app.text("spec", "destination", "namespace").filter(s -> !s.isBlank()).isEmpty()) {
      report.warn(
          "namespace",
          at,
          "has no destination namespace: objects without one of their own will fail to sync",
          "spec: { destination: { namespace: NAMESPACE } }");
    }
  }

  private static void sources(App app, Report report) {
    boolean one = app.body().at("spec", "source").isPresent();
    boolean many = app.body().at("spec", "sources").isPresent();
    boolean hydrated = app.body().at("spec", "sourceHydrator").isPresent();
    if (one && many) {
      report.deny(
          "source",
          app.place("spec", "source"),
          "has both source and sources: Argo CD ignores the first",
          "Keep one of the two.");
    }
    List<Source> sources = app.sources();
    if (sources.isEmpty() && !hydrated) {
      report.deny(
          "source",
          app.place("spec", "sources"),
          "has no source",
          "spec: { source: { repoURL: https://..., targetRevision: main, path: kubernetes/applications/my-app } }");
    }
    for (int i = 0; i < sources.size(); i++) {
      source(sources.get(i), many ? "source " + (i + 1) : "source", many, report);
    }
  }

  private static void source(Source source, String which, boolean many, Report report) {
    YamlNode at = source.node();
    if (source.repoUrl().isBlank()) {
      report.deny(which + " repoURL", at, "has no repoURL in its " + which, "repoURL: https://...");
    }
    boolean path = !source.field("path").isBlank();
    boolean chart = !source.chart().isBlank();
    boolean ref = many && !source.field("ref").isBlank();
    if (path && chart) {
      report.deny(
          which + " path", at, "has both path and chart in its " + which, "Keep one of them.");
    } else if (!path && !chart && !ref) {
      report.deny(
          which + " path",
          at,
          "has neither path nor chart in its " + which,
          "path: kubernetes/applications/my-app");
    }
    if (source.field("path").startsWith("/")
        || ("/" + source.field("path") + "/").contains("/../")) {
      report.deny(
          which + " path",
          at,
          "has a path that leaves the repository",
          "Write the path from the repository's root, without a leading slash or '..'.");
    }
    String revision = source.targetRevision();
    if (chart && revision.isBlank()) {
      report.deny(
          which + " targetRevision", at, "has a chart without a version", "targetRevision: 1.2.3");
    }
    if (PULL_REQUEST_REF.matcher(revision).matches()) {
      report.deny(
          which + " targetRevision",
          at.at("targetRevision").orElse(at),
          "follows '" + revision + "', which anybody who opens a pull request can fill",
          "targetRevision: main");
    }
    for (String field : List.of("targetRevision", "path", "repoURL", "chart", "ref")) {
      at.at(field)
          .filter(n -> !isText(n))
          .ifPresent(n ->
              report.deny(
                  which + " " + field,
                  n,
                  "has a value that is not text in "
                      + field
                      + " of its "
                      + which
                      + ": the API server refuses it",
                  "Put the value in quotes, such as targetRevision: \"1.10\"."));
    }
  }

  private static boolean isText(YamlNode node) {
    return node instanceof YamlNode.Scalar s
        && (s.type() == YamlNode.Type.STRING || s.type() == YamlNode.Type.NULL);
  }

  private static void rest(App app, Report report) {
    for (String field : List.of("prune", "selfHeal", "allowEmpty", "enabled")) {
      Optional<YamlNode> value = app.body().at("spec", "syncPolicy", "automated", field);
      boolean good =
          value.isEmpty()
              || (value.get() instanceof YamlNode.Scalar s
                  && (s.type() == YamlNode.Type.BOOLEAN || App.templated(s.text())));
      if (!good) {
        report.deny(
            "automated " + field,
            value.get(),
            "has a value in syncPolicy.automated." + field + " that is neither true nor false",
            field + ": true");
      }
    }
    if (app.place("spec") instanceof Mapping spec) {
      for (YamlNode.Entry entry : spec.entries()) {
        if (!SPEC.contains(entry.key()) && !App.templated(entry.key())) {
          report.findings.add(
              Severity.WARN,
              app.path(),
              entry.line(),
              entry.column(),
              app.titled() + " unknown " + entry.key(),
              app.titled()
                  + " has the unknown field spec."
                  + entry.key()
                  + ", which is dropped in silence.",
              "Remove it, or correct its spelling.");
        }
      }
    }
  }

  /** Puts the Application's name and place into its findings. */
  private record Report(App app, Findings findings) {
    void deny(String identity, YamlNode at, String what, String fix) {
      findings.add(
          app.path(),
          at.line(),
          at.column(),
          app.titled() + " " + identity,
          app.titled() + " " + what + ".",
          fix);
    }

    void warn(String identity, YamlNode at, String what, String fix) {
      findings.add(
          Severity.WARN,
          app.path(),
          at.line(),
          at.column(),
          app.titled() + " " + identity,
          app.titled() + " " + what + ".",
          fix);
    }
  }
}
