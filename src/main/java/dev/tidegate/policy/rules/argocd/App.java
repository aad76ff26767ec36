package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Kustomization;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One Application, or the template of one ApplicationSet, as it stands in a file; the items of a
 * List are found too.
 *
 * @param node the whole object
 * @param body the object that has {@code metadata} and {@code spec}: the template of a set
 * @param set true for an ApplicationSet
 */
record App(String path, Mapping node, YamlNode body, boolean set) {
  private static final int DEEPEST_LIST = 4;
  private static final long LARGEST = 1L << 20;

  /** The Applications in a file; none where it cannot hold any. */
  static List<App> in(SourceFile file) {
    String text = file.text();
    boolean possible =
        !file.isLink()
            && file.named(".yaml", ".yml", ".json")
            && (text.contains("Application") || text.contains("\\u") || text.contains("\\x"));
    return possible && !Kustomization.isPatch(file.subject().change().after(), file.path())
        ? in(file.path(), file.yaml())
        : List.of();
  }

  static List<App> in(String path, Yaml.Stream stream) {
    List<App> found = new ArrayList<>();
    stream.documents().forEach(document -> collect(path, document, found, 0));
    return found;
  }

  /** The Applications that the result declares in the folder for them, touched or not. */
  static List<App> declared(Subject subject) {
    List<App> apps = new ArrayList<>();
    subject
        .fleet()
        .argocdApps()
        .ifPresent(folder -> {
          Tree tree = subject.change().after();
          for (FileEntry file : tree.under(folder.replaceFirst("/+$", ""))) {
            if (isManifest(file)) {
              apps.addAll(in(file.path(), YamlFiles.read(tree, file, LARGEST)));
            }
          }
        });
    return apps;
  }

  /** A manifest of a size that the engine reads without a finding. */
  static boolean isManifest(FileEntry file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    boolean content =
        file.mode() == FileEntry.Mode.FILE || file.mode() == FileEntry.Mode.EXECUTABLE;
    boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    return content && manifest && file.size() <= LARGEST;
  }

  private static void collect(String path, YamlNode node, List<App> found, int depth) {
    if (!(node instanceof Mapping map) || depth > DEEPEST_LIST) {
      return;
    }
    String kind = map.text("kind").orElse("");
    if (kind.endsWith("List")) {
      map.items("items").forEach(item -> collect(path, item, found, depth + 1));
    } else if (map.text("apiVersion").filter(v -> v.startsWith("argoproj.io/")).isPresent()) {
      if (kind.equals("Application")) {
        found.add(new App(path, map, map, false));
      } else if (kind.equals("ApplicationSet")) {
        found.add(new App(path, map, map.at("spec", "template").orElse(map), true));
      }
    }
  }

  /** What it is called in a finding and in a finding's identity. */
  String name() {
    return node.text("metadata", "name").orElse("(no name)");
  }

  String kind() {
    return set ? "ApplicationSet" : "Application";
  }

  String titled() {
    return kind() + " " + name();
  }

  /** All sources, whether written as {@code source} or as {@code sources}. */
  List<Source> sources() {
    List<Source> all = new ArrayList<>();
    body.at("spec", "source").ifPresent(n -> all.add(new Source(n)));
    body.items("spec", "sources").forEach(n -> all.add(new Source(n)));
    return all;
  }

  /** The node at a path below the body, or the nearest one above it: where a finding points. */
  YamlNode place(String... keys) {
    YamlNode at = body;
    for (String key : keys) {
      Optional<YamlNode> next = at.at(key);
      if (next.isEmpty()) {
        return at;
      }
      at = next.get();
    }
    return at;
  }

  Optional<String> text(String... keys) {
    return body.text(keys);
  }

  /** True for a value that a generator, Helm or a script fills in later. */
  static boolean templated(String value) {
    return value.contains("{{") || value.contains("${") || value.contains("<no value>");
  }

  /** One source of an Application; empty text stands for a field that is not there. */
  record Source(YamlNode node) {
    String field(String name) {
      return node.text(name).orElse("");
    }

    String repoUrl() {
      return field("repoURL");
    }

    /** Without leading {@code ./} and trailing slashes; the root is empty. */
    String path() {
      String path = field("path").strip().replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
      return path.equals(".") ? "" : path;
    }

    String chart() {
      return field("chart");
    }

    String targetRevision() {
      return field("targetRevision").strip();
    }
  }
}
