package dev.tidegate.manifest;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a kustomization names; a patch is only part of an object and no manifest of its own.
 *
 * @param folder in which it stands; empty for the root
 */
public record Kustomization(String folder, YamlNode root) {
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final int MOST_FOLDERS = 4;
  private static final long LARGEST = 1L << 20;

  /** The kustomization of a folder. */
  public static Optional<Kustomization> in(Tree tree, String folder) {
    for (String name : NAMES) {
      Optional<FileEntry> file = tree.at(folder.isEmpty() ? name : folder + "/" + name);
      if (file.isPresent() && file.get().hasContent() && file.get().size() <= LARGEST) {
        return YamlFiles.read(tree, file.get(), LARGEST).documents().stream()
            .findFirst()
            .map(root -> new Kustomization(folder, root));
      }
    }
    return Optional.empty();
  }

  /** True where a kustomization in this file's folder, or a little above, uses it as a patch. */
  public static boolean isPatch(Tree tree, String path) {
    String folder = path;
    for (int i = 0; i < MOST_FOLDERS && folder.indexOf('/') >= 0; i++) {
      folder = folder.substring(0, folder.lastIndexOf('/'));
      Optional<Kustomization> owner = in(tree, folder);
      if (owner.isPresent()) {
        String relative = path.substring(folder.length() + 1);
        return owner.get().patches().stream()
            .anyMatch(p -> p.strip().replaceFirst("^\\./", "").equals(relative));
      }
    }
    return false;
  }

  /** The files that it uses as patches, as written. */
  public List<String> patches() {
    List<String> files = new ArrayList<>();
    for (String field : List.of("patches", "patchesStrategicMerge", "patchesJson6902")) {
      root.items(field).forEach(p -> p.text().or(() -> p.text("path")).ifPresent(files::add));
    }
    return files;
  }
}
