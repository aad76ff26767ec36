package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.schema.CustomKinds;
import dev.tidegate.schema.Definition;
import dev.tidegate.schema.shape.BrokenSchema;
import dev.tidegate.syntax.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CustomResourceDefinitions in a tree. What a blob defines never changes, so it is read once, also
 * when the next change is judged. Thread-safe.
 */
final class CustomFiles {
  private static final long LARGEST = 8L << 20;
  private static final int REMEMBERED = 50_000;
  private static final byte[] WORD =
      "CustomResourceDefinition".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Map<BlobId, List<Definition>> known =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlobId, List<Definition>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** The custom kinds that the files of a tree define; the first definition of a kind counts. */
  synchronized CustomKinds in(Tree tree) {
    List<Definition> all = new ArrayList<>();
    for (FileEntry file : tree.under("")) {
      if (isYaml(file)) {
        all.addAll(known.computeIfAbsent(file.blob(), blob -> read(tree, file)));
      }
    }
    return all.isEmpty() ? CustomKinds.none() : CustomKinds.of(all);
  }

  private static boolean isYaml(FileEntry file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    return (file.mode() == FileEntry.Mode.FILE || file.mode() == FileEntry.Mode.EXECUTABLE)
        && file.size() <= LARGEST
        && file.size() > 100
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  /** A definition that does not compile is left out here; it is denied where it is judged. */
  private static List<Definition> read(Tree tree, FileEntry file) {
    byte[] bytes = tree.read(file, LARGEST);
    if (!contains(bytes)) {
      return List.of();
    }
    List<Definition> found = new ArrayList<>();
    for (Manifest manifest : Manifests.of(Yaml.read(bytes))) {
      if (manifest.is("apiextensions.k8s.io", "CustomResourceDefinition")) {
        try {
          found.addAll(CustomKinds.read(manifest.root(), file.path()));
        } catch (BrokenSchema e) {
          found.addAll(CustomKinds.broken(manifest.root(), file.path(), e));
        }
      }
    }
    return List.copyOf(found);
  }

  private static boolean contains(byte[] bytes) {
    for (int i = 0; i <= bytes.length - WORD.length; i++) {
      int j = 0;
      while (j < WORD.length && bytes[i + j] == WORD[j]) {
        j++;
      }
      if (j == WORD.length) {
        return true;
      }
    }
    return false;
  }
}
