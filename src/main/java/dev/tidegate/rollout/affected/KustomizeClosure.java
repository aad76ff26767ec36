package dev.tidegate.rollout.affected;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a kustomization is made from, recursively. */
final class KustomizeClosure {
  static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final List<String> FILES_OR_FOLDERS =
      List.of("resources", "bases", "components", "crds", "configurations");
  private static final List<String> PLUGINS = List.of("generators", "transformers", "validators");
  private final TreeView tree;
  private final Dependencies needs;
  private final HelmClosure helm;
  private final Set<String> seen = new HashSet<>();

  KustomizeClosure(TreeView tree, Dependencies needs, HelmClosure helm) {
    this.tree = tree;
    this.needs = needs;
    this.helm = helm;
  }

  /** A kustomization and what an Application adds to it. */
  void folder(String folder, List<String> added) {
    kustomization(folder);
    added.forEach(file -> entry(folder, file));
  }

  private void kustomization(String folder) {
    if (!seen.add(folder)) {
      return;
    }
    if (seen.size() > 1000) {
      needs.unknown("more than 1000 kustomizations hang together");
      return;
    }
    for (String name : NAMES) {
      String path = TreeView.join(folder, name).orElse(name);
      needs.file(path);
      Optional<String> text = tree.follow(path).flatMap(tree::text);
      if (text.isEmpty()) {
        continue;
      }
      Yaml.Stream read = Yaml.read(text.get());
      if (read.problem().isPresent()) {
        needs.unknown(path + " cannot be read");
      }
      read.documents().forEach(d -> fields(folder, d));
    }
  }

  private void fields(String folder, YamlNode k) {
    for (String field : FILES_OR_FOLDERS) {
      k.items(field).forEach(item -> item.text().ifPresent(p -> entry(folder, p)));
    }
    for (String field : PLUGINS) {
      for (YamlNode item : k.items(field)) {
        item.text().ifPresent(p -> entry(folder, p));
        needs.unknown(folder + " uses " + field + ", which may read further files");
      }
    }
    k.items("patchesStrategicMerge").forEach(i -> i.text().ifPresent(p -> entry(folder, p)));
    for (String field : List.of("patches", "patchesJson6902", "replacements")) {
      k.items(field).forEach(i -> i.text("path").ifPresent(p -> entry(folder, p)));
    }
    for (String field : List.of("configMapGenerator", "secretGenerator")) {
      for (YamlNode generator : k.items(field)) {
        generator.items("files").forEach(f -> f.text().ifPresent(p -> keyed(folder, p)));
        generator.items("envs").forEach(f -> f.text().ifPresent(p -> entry(folder, p)));
        generator.text("env").ifPresent(p -> entry(folder, p));
      }
    }
    k.text("openapi", "path").ifPresent(p -> entry(folder, p));
    charts(folder, k);
  }

  private void charts(String folder, YamlNode k) {
    String home = k.text("helmGlobals", "chartHome").orElse("charts");
    for (YamlNode chart : k.items("helmCharts")) {
      String name = chart.text("name").orElse("");
      TreeView.join(folder, home + "/" + name)
          .flatMap(tree::follow)
          .ifPresent(c -> helm.chart(c, List.of()));
      chart.text("valuesFile").ifPresent(p -> entry(folder, p));
      chart.items("additionalValuesFiles").forEach(f -> f.text().ifPresent(p -> entry(folder, p)));
    }
    for (YamlNode chart : k.items("helmChartInflationGenerator")) {
      needs.unknown(folder + " inflates the chart " + chart.text("chartName").orElse("?"));
    }
  }

  /** {@code path} or {@code key=path}. */
  private void keyed(String folder, String file) {
    entry(folder, file.substring(file.indexOf('=') + 1));
  }

  private void entry(String folder, String path) {
    if (path.contains("\n")) {
      return; // written out in place
    }
    Optional<String> joined = TreeView.join(folder, path);
    boolean here = joined.isPresent() && (tree.isFolder(joined.get()) || tree.isFile(joined.get()));
    if (joined.isEmpty() || path.startsWith("/") || (!here && remote(path))) {
      needs.unknown(folder + " builds on " + path + ", which is not in this repository");
      return;
    }
    needs.file(joined.get());
    tree.follow(joined.get())
        .ifPresent(target -> {
          needs.file(target);
          if (tree.isFolder(target)) {
            kustomization(target);
          }
        });
  }

  private static boolean remote(String path) {
    return path.contains("://")
        || path.contains("?ref=")
        || path.contains("?version=")
        || path.matches("[^/]+@[^/]+:.*")
        || path.matches("(?i)[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(com|org|io|net|dev)/[^/]+/.*");
  }
}
