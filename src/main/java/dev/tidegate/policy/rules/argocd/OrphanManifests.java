package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Kustomization;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.argocd.App.Source;
import dev.tidegate.syntax.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells of folders with manifests that no Application reaches. Only the part of the repository that
 * holds the Applications' folder is looked at.
 */
public final class OrphanManifests implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/orphan-manifests",
          "An Application reaches every folder of manifests",
          "Manifests that no Application reaches look deployed and are not.",
          "Add an Application for the folder, name it in a kustomization, or remove it.",
          "Whoever keeps the configuration can switch this rule off for a path.",
          Severity.WARN,
          true);
  private static final long LARGEST = 1L << 20;
  private static final int MOST_STEPS = 5_000;

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    String folder = subject.fleet().argocdApps().map(f -> f.replaceFirst("/+$", "")).orElse("");
    List<App> apps = folder.isEmpty() ? List.of() : App.declared(subject);
    if (apps.isEmpty()) {
      return;
    }
    Tree tree = subject.change().after();
    Reach reach = new Reach(subject, folder);
    apps.forEach(reach::app);
    String part = folder.indexOf('/') < 0 ? "" : folder.substring(0, folder.indexOf('/') + 1);
    Set<String> orphans = new TreeSet<>();
    for (FileEntry file : candidates(subject, tree, folder)) {
      if (file.path().startsWith(part) && App.isManifest(file) && !reach.covers(file.path())) {
        boolean object =
            !Manifests.of(YamlFiles.read(tree, file, LARGEST)).isEmpty()
                && !Kustomization.isPatch(tree, file.path());
        if (object && file.path().indexOf('/') > 0) {
          orphans.add(file.path().substring(0, file.path().lastIndexOf('/')));
        }
      }
    }
    for (String orphan : orphans) {
      findings.add(
          orphan,
          0,
          0,
          "orphan",
          "No Application reaches the manifests in " + orphan + ".",
          "Write %s/%s.yaml with an Application whose source path is %s, or name the folder in a"
                  .formatted(folder, orphan.substring(orphan.lastIndexOf('/') + 1), orphan)
              + " kustomization that an Application reaches.");
    }
  }

  /** The touched files; and those of the Applications that the change deletes or changes. */
  private static List<FileEntry> candidates(Subject subject, Tree tree, String folder) {
    Stream<FileEntry> touched = subject.change().result().stream().flatMap(p -> p.after().stream());
    Tree before = subject.change().before();
    Stream<FileEntry> left =
        subject.change().result().stream()
            .filter(p -> p.path().startsWith(folder + "/"))
            .map(PathChange::before)
            .flatMap(Optional::stream)
            .filter(App::isManifest)
            .flatMap(f -> App.in(f.path(), YamlFiles.read(before, f, LARGEST)).stream())
            .flatMap(app -> app.sources().stream())
            .filter(s -> subject.fleet().isThisRepo(s.repoUrl()) && !s.path().isEmpty())
            .flatMap(s -> tree.under(s.path()).stream());
    return Stream.concat(touched, left).distinct().toList();
  }

  /** What the Applications reach, kustomizations followed. */
  private static final class Reach {
    private final Subject subject;
    private final Tree tree;
    private final Set<String> folders = new HashSet<>();
    private final Set<String> flat = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private final Set<Pattern> patterns = new HashSet<>();
    private int steps;

    Reach(Subject subject, String apps) {
      this.subject = subject;
      this.tree = subject.change().after();
      folders.add(apps);
    }

    void app(App app) {
      for (Source source : app.sources()) {
        if (!subject.fleet().isThisRepo(source.repoUrl()) || !source.chart().isEmpty()) {
          continue;
        }
        if (App.templated(source.path())) {
          generated(app, source.path());
        } else {
          boolean recurses =
              source.node().text("directory", "recurse").filter("true"::equals).isPresent()
                  || source.node().at("plugin").isPresent();
          folder(source.path(), recurses);
        }
      }
    }

    /** The paths of an ApplicationSet, as globs. */
    private void generated(App app, String path) {
      Set<String> globs = new HashSet<>();
      if (path.matches("\\{\\{[^{}]*}}")) {
        app.node().at("spec", "generators").ifPresent(g -> git(g, globs));
      }
      globs.add(path.matches("\\{\\{[^{}]*}}") && !globs.isEmpty() ? "" : path);
      for (String glob : globs) {
        String regex =
            Stream.of(glob.replaceAll("\\{\\{[^{}]*}}|\\$\\{[^}]*}", "*").split("\\*+", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining("[^/]+"));
        patterns.add(Pattern.compile(glob.isEmpty() ? "(?!)" : regex + "(/.*)?"));
      }
    }

    private static void git(YamlNode node, Set<String> globs) {
      switch (node) {
        case YamlNode.Scalar s -> {}
        case YamlNode.Sequence list -> list.items().forEach(i -> git(i, globs));
        case YamlNode.Mapping map -> {
          map.items("git", "directories")
              .forEach(d -> d.text("path").ifPresent(p -> globs.add(p.replace("**", "*"))));
          map.items("git", "files")
              .forEach(
                  f -> f.text("path").ifPresent(p -> globs.add(p.replaceFirst("/[^/]*$", ""))));
          map.entries().forEach(e -> git(e.value(), globs));
        }
      }
    }

    private void folder(String folder, boolean recurses) {
      if (++steps > MOST_STEPS || !flat.add(folder)) {
        return;
      }
      Optional<Kustomization> kustomization = Kustomization.in(tree, folder);
      boolean chart = tree.at(folder.isEmpty() ? "Chart.yaml" : folder + "/Chart.yaml").isPresent();
      if (recurses || chart || kustomization.isPresent()) {
        folders.add(folder);
      }
      kustomization.ifPresent(k -> {
        for (String field : List.of("resources", "bases", "components", "crds", "generators")) {
          for (YamlNode item : k.root().items(field)) {
            item.text().ifPresent(name -> named(folder, name));
          }
        }
      });
      for (FileEntry file : tree.under(folder)) {
        boolean direct = file.path().lastIndexOf('/') == folder.length() || folder.isEmpty();
        if ((direct || recurses) && App.isManifest(file) && file.size() < LARGEST) {
          App.in(file.path(), YamlFiles.read(tree, file, LARGEST)).forEach(this::app);
        }
      }
    }

    private void named(String folder, String name) {
      String path = SourceExists.relative(folder, name);
      if (!path.isEmpty() && !name.contains("://") && tree.isFolder(path)) {
        folder(path, false);
      } else {
        files.add(path);
      }
    }

    boolean covers(String path) {
      if (steps > MOST_STEPS || files.contains(path) || folders.contains("")) {
        return true;
      }
      String parent = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
      if (flat.contains(parent)) {
        return true;
      }
      for (String f = parent;
          !f.isEmpty();
          f = f.contains("/") ? f.substring(0, f.lastIndexOf('/')) : "") {
        if (folders.contains(f)) {
          return true;
        }
      }
      return patterns.stream().anyMatch(p -> p.matcher(parent).matches());
    }
  }
}
