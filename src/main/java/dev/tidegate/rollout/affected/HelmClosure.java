package dev.tidegate.rollout.affected;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Helm chart is made from: its folder, value files, and charts it names by file. */
final class HelmClosure {
  private final TreeView tree;
  private final Dependencies needs;
  private final Set<String> seen = new HashSet<>();

  HelmClosure(TreeView tree, Dependencies needs) {
    this.tree = tree;
    this.needs = needs;
  }

  /** A chart and the files that its values come from, as an Application writes them. */
  void chart(String folder, List<String> valueFiles) {
    charts(folder);
    for (String file : valueFiles) {
      if (!file.startsWith("$")) {
        valueFile(folder, file);
      }
    }
  }

  /** Relative to the chart; with a leading slash to the repository's root. May hold wildcards. */
  void valueFile(String folder, String file) {
    if (file.contains("://")) {
      needs.unknown("the value file " + file + " is remote");
      return;
    }
    Optional<String> path = TreeView.join(file.startsWith("/") ? "" : folder, file);
    if (path.isEmpty()) {
      needs.unknown("the value file " + file + " leads out of the repository");
      return;
    }
    needs.file(path.get());
    tree.follow(path.get()).ifPresent(needs::file);
    if (file.matches(".*[*?\\[{].*")) {
      needs.matching(Globs.free(path.get()));
    }
  }

  private void charts(String folder) {
    if (!seen.add(folder)) {
      return;
    }
    needs.folder(folder);
    tree.under(folder);
    for (String name : List.of("Chart.yaml", "requirements.yaml")) {
      Optional<String> text = tree.text(TreeView.join(folder, name).orElse(""));
      if (text.isEmpty()) {
        continue;
      }
      Yaml.Stream read = Yaml.read(text.get());
      if (read.problem().isPresent()) {
        needs.unknown(folder + "/" + name + " cannot be read");
      }
      for (YamlNode document : read.documents()) {
        for (YamlNode dependency : document.items("dependencies")) {
          dependency(folder, dependency.text("repository").orElse(""));
        }
      }
    }
  }

  private void dependency(String folder, String repository) {
    if (!repository.startsWith("file://")) {
      return; // a packed chart of another repository, pinned by Chart.lock
    }
    TreeView.join(folder, repository.substring("file://".length()))
        .flatMap(tree::follow)
        .ifPresentOrElse(
            this::charts, () -> needs.unknown("the chart " + repository + " cannot be followed"));
  }
}
