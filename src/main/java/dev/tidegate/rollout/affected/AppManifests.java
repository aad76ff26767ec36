package dev.tidegate.rollout.affected;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.rollout.App;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Applications whose own manifests a change adds, edits or removes. */
final class AppManifests {
  private static final Pattern FILE = Pattern.compile("(?i).*\\.(ya?ml|json)");
  private static final long LIMIT = 1 << 20;

  private AppManifests() {}

  /**
   * One manifest.
   *
   * @param namespace empty where the manifest names none
   * @param sources address and target revision only
   */
  record Manifest(
      String file, String namespace, String name, String project, List<App.Source> sources) {}

  /** The Applications in the changed files of one side. */
  static List<Manifest> in(Tree tree, List<PathChange> changes, boolean after) {
    List<Manifest> found = new ArrayList<>();
    for (PathChange change : changes) {
      Optional<FileEntry> side = after ? change.after() : change.before();
      side.filter(f -> f.mode() == FileEntry.Mode.FILE || f.mode() == FileEntry.Mode.EXECUTABLE)
          .filter(f -> FILE.matcher(f.path()).matches() && f.size() <= LIMIT)
          .ifPresent(f -> read(tree, f, found));
    }
    return found;
  }

  private static void read(Tree tree, FileEntry file, List<Manifest> found) {
    String text = new String(tree.read(file, LIMIT), StandardCharsets.UTF_8);
    if (!text.contains("argoproj.io/") || !text.contains("Application")) {
      return;
    }
    for (YamlNode document : Yaml.read(text).documents()) {
      manifest(file.path(), document, found);
    }
  }

  private static void manifest(String file, YamlNode node, List<Manifest> found) {
    if (node.text("kind").orElse("").equals("List")) {
      node.items("items").forEach(item -> manifest(file, item, found));
      return;
    }
    String name = node.text("metadata", "name").orElse("");
    if (!node.text("kind").orElse("").equals("Application")
        || !node.text("apiVersion").orElse("").startsWith("argoproj.io/")
        || name.isBlank()) {
      return;
    }
    List<App.Source> sources = new ArrayList<>();
    if (node.items("spec", "sources").isEmpty()) {
      node.at("spec", "sourceHydrator", "drySource")
          .or(() -> node.at("spec", "source"))
          .ifPresent(s -> sources.add(source(s)));
    } else {
      node.items("spec", "sources").forEach(s -> sources.add(source(s)));
    }
    found.add(
        new Manifest(
            file,
            node.text("metadata", "namespace").orElse(""),
            name,
            node.text("spec", "project").orElse("default"),
            sources));
  }

  private static App.Source source(YamlNode node) {
    return App.Source.of(
        node.text("repoURL").orElse(""),
        node.text("path").orElse(""),
        node.text("targetRevision").orElse(""));
  }
}
