package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.syntax.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the kustomization of one folder names.
 *
 * @param patches paths, from the root, of files that are no whole objects
 * @param labels true where it adds labels to selectors
 */
record Named(Set<String> patches, boolean labels) {
  private static final long LARGEST = 1L << 20;

  static Named in(Tree tree, String folder) {
    Set<String> patches = new HashSet<>();
    boolean labels = false;
    for (String name : List.of("kustomization.yaml", "kustomization.yml", "Kustomization")) {
      Optional<FileEntry> file = tree.at(folder.isEmpty() ? name : folder + "/" + name);
      if (file.isPresent() && file.get().hasContent() && file.get().size() < LARGEST) {
        for (YamlNode d : YamlFiles.read(tree, file.get(), LARGEST).documents()) {
          Kustomization.patches(d).forEach(p -> patches.add(Paths.in(folder, p)));
          labels |= Kustomization.labels(d);
        }
      }
    }
    return new Named(patches, labels);
  }
}
