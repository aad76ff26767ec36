package dev.tidegate.rollout.affected;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.rollout.App;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Everything in this repository that one Application's manifests are made from, on one tree. */
final class SourceClosure {
  private static final Pattern MANIFEST = Pattern.compile("(?i).*\\.(ya?ml|json|jsonnet)");
  private final TreeView tree;
  private final Dependencies needs;
  private final KustomizeClosure kustomize;
  private final HelmClosure helm;

  SourceClosure(Tree tree, Dependencies needs) {
    this.tree = new TreeView(tree, needs);
    this.needs = needs;
    this.helm = new HelmClosure(this.tree, needs);
    this.kustomize = new KustomizeClosure(this.tree, needs, helm);
  }

  /** A source of this repository that makes manifests. */
  void source(App.Source source) {
    if (!source.ref().isEmpty() && source.path().isEmpty()) {
      return; // only lends its files to the others, see lent()
    }
    Optional<String> joined = TreeView.join("", source.path());
    if (joined.isEmpty()) {
      needs.unknown("the path " + source.path() + " leads out of the repository");
      return;
    }
    needs.file(joined.get());
    Optional<String> at = tree.follow(joined.get());
    if (at.isEmpty()) {
      return;
    }
    String folder = at.get();
    needs.file(folder);
    switch (kind(source, folder)) {
      case "plugin" -> needs.unknown("a plugin makes the manifests and may read any file");
      case "helm" -> helm.chart(folder, source.helmFiles());
      case "kustomize" -> kustomize.folder(folder, source.kustomizeFiles());
      default -> directory(folder, source.directory());
    }
    // A folder becomes another kind of source when one of these appears in it.
    for (String name : KustomizeClosure.NAMES) {
      needs.file(TreeView.join(folder, name).orElse(folder));
    }
    needs.file(TreeView.join(folder, "Chart.yaml").orElse(folder));
  }

  /** Value files that sources of any repository take from a source of this one by {@code $ref}. */
  void lent(List<App.Source> sources, String ref) {
    for (App.Source source : sources) {
      for (String file : source.helmFiles()) {
        if (file.startsWith("$" + ref + "/")) {
          helm.valueFile("", file.substring(ref.length() + 2));
        }
      }
    }
  }

  private String kind(App.Source source, String folder) {
    if (source.plugin() || source.type().equals("Plugin")) {
      return "plugin";
    }
    if (tree.isFile(TreeView.join(folder, "Chart.yaml").orElse(""))) {
      return "helm";
    }
    return KustomizeClosure.NAMES.stream()
            .anyMatch(n -> tree.isFile(TreeView.join(folder, n).orElse("")))
        ? "kustomize"
        : "directory";
  }

  private void directory(String folder, App.Directory how) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Predicate<String> included = how.include().isEmpty() ? p -> true : Globs.free(how.include());
    Predicate<String> excluded = how.exclude().isEmpty() ? p -> false : Globs.free(how.exclude());
    needs.matching(path -> {
      if (!path.startsWith(prefix) || !MANIFEST.matcher(path).matches()) {
        return false;
      }
      String inside = path.substring(prefix.length());
      return (how.recurse() || !inside.contains("/"))
          && included.test(inside)
          && !excluded.test(inside);
    });
    for (FileEntry entry : tree.under(folder)) {
      String inside = entry.path().substring(prefix.length());
      if (entry.mode() == FileEntry.Mode.SUBMODULE && how.recurse()) {
        needs.folder(entry.path());
      }
      if (entry.mode() == FileEntry.Mode.SYMLINK && (how.recurse() || !inside.contains("/"))) {
        needs.file(entry.path());
      }
      if (entry.name().toLowerCase(Locale.ROOT).endsWith(".jsonnet")
          && (how.recurse() || !inside.contains("/"))) {
        needs.unknown(entry.path() + " is Jsonnet and may import any file");
      }
    }
    how.libraries().forEach(l -> TreeView.join("", l).ifPresent(needs::folder));
  }
}
