package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.FileEntry;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.argocd.App.Source;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An Application's project permits what it does, where the project is known. */
public final class ProjectAllowed implements FileRule {
  private static final String ID = "argocd/project-allowed";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "An Application belongs to a project that permits its sources and destination",
          "Argo CD refuses an Application outside of its project's limits only after the merge.",
          "Use another project, or let the AppProject permit the source and the destination.",
          "Whoever keeps the configuration lists the projects, or lowers this rule for a path.",
          Severity.DENY,
          true,
          List.of(
              new RuleDoc.Option(
                  "projects", "[]", "The projects that may be used; where empty, any.")));
  private static final long LARGEST = 1L << 20;

  private final List<String> projects;

  public ProjectAllowed(PolicySettings settings) {
    this.projects = settings.option(ID, "projects");
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    List<App> apps = App.in(file);
    for (App app : apps) {
      String name = app.text("spec", "project").orElse("");
      if (name.isBlank() || App.templated(name)) {
        continue;
      }
      if (!projects.isEmpty() && projects.stream().noneMatch(p -> glob(p, name))) {
        say(
            app,
            "project",
            "uses the project " + name + ", which is not one of those allowed",
            findings);
      }
      declared(file.subject(), name).ifPresent(p -> judge(app, p, file.subject(), findings));
    }
  }

  private static void judge(App app, Manifest project, Subject subject, Findings findings) {
    List<String> repos = texts(project.root().items("spec", "sourceRepos"));
    for (Source source : app.sources()) {
      String url = source.repoUrl();
      if (!url.isBlank() && !App.templated(url) && !permits(repos, url)) {
        say(
            app,
            "source " + url,
            "takes from " + url + ", which its project " + project.name() + " does not permit",
            findings);
      }
    }
    if (Destination.of(app, subject.fleet()) instanceof Destination.Known(Cluster cluster)) {
      String namespace = app.text("spec", "destination", "namespace").orElse("");
      List<YamlNode> destinations = project.root().items("spec", "destinations");
      boolean open = App.templated(namespace) || namespace.isEmpty();
      if (!open && !permitted(destinations, cluster, namespace)) {
        say(
            app,
            "destination",
            "deploys to %s in %s, which its project %s does not permit"
                .formatted(namespace, cluster.name(), project.name()),
            findings);
      }
    }
  }

  private static boolean permitted(List<YamlNode> destinations, Cluster cluster, String namespace) {
    boolean permitted = false;
    for (YamlNode d : destinations) {
      String space = d.text("namespace").orElse("");
      String server = d.text("server").orElse("");
      boolean here =
          glob(server.replaceFirst("^!", ""), cluster.server().toString())
              || glob(d.text("name").orElse("").replaceFirst("^!", ""), cluster.name())
              || (cluster.runsArgocd()
                  && d.text("name").filter(Destination.LOCAL_NAME::equals).isPresent())
              || (cluster.runsArgocd() && server.equals(Destination.LOCAL_SERVER));
      if (here && space.startsWith("!") && glob(space.substring(1), namespace)) {
        return false;
      }
      if (here && server.startsWith("!")) {
        return false;
      }
      permitted |= here && glob(space, namespace);
    }
    return permitted;
  }

  private static boolean permits(List<String> patterns, String url) {
    return patterns.stream().noneMatch(p -> p.startsWith("!") && same(p.substring(1), url))
        && patterns.stream().anyMatch(p -> same(p, url));
  }

  private static boolean same(String pattern, String url) {
    return glob(bare(pattern), bare(url));
  }

  private static String bare(String url) {
    return url.strip().replaceFirst("/+$", "").replaceFirst("\\.git$", "");
  }

  private static boolean glob(String pattern, String text) {
    String regex =
        Stream.of(pattern.split("\\*+", -1))
            .map(Pattern::quote)
            .reduce((a, b) -> a + ".*" + b)
            .orElse("");
    return text.matches(regex);
  }

  private static List<String> texts(List<YamlNode> items) {
    return items.stream().flatMap(i -> i.text().stream()).toList();
  }

  /** The AppProject of that name, where the repository holds it beside its Applications. */
  private static Optional<Manifest> declared(Subject subject, String name) {
    String folder = subject.fleet().argocdApps().orElse("");
    String top = folder.contains("/") ? folder.substring(0, folder.indexOf('/')) : folder;
    for (FileEntry entry :
        top.isEmpty() ? List.<FileEntry>of() : subject.change().after().under(top)) {
      boolean likely =
          entry.path().startsWith(folder + "/")
              || entry.path().toLowerCase(Locale.ROOT).contains("proj");
      if (likely && App.isManifest(entry)) {
        for (Manifest m : Manifests.of(YamlFiles.read(subject.change().after(), entry, LARGEST))) {
          if (m.is("argoproj.io", "AppProject") && m.name().equals(name)) {
            return Optional.of(m);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static void say(App app, String identity, String what, Findings findings) {
    YamlNode at = app.place("spec", "project");
    findings.add(
        app.path(),
        at.line(),
        at.column(),
        app.titled() + " " + identity,
        app.titled() + " " + what + ".",
        "Name a project that permits it, or change the AppProject in the same pull request.");
  }
}
