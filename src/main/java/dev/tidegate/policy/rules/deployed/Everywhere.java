package dev.tidegate.policy.rules.deployed;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.manifest.deployed.Apps;
import dev.tidegate.syntax.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every object that stands in a tree, whether an Application deploys it or not; read once. */
final class Everywhere {
  private static final int MOST_FILES = 5_000;
  private static final long MOST_BYTES = 32L << 20;
  private static final Set<String> CONFIG_MAKERS = Set.of("Bundle", "InfisicalStaticSecret");

  private final Map<String, Set<String>> namespaces = new HashMap<>();
  private final List<Pod> pods = new ArrayList<>();
  private final Set<String> made = new HashSet<>();
  private boolean whole = true;

  private record Pod(String namespace, Manifest workload) {}

  Everywhere(Tree tree) {
    List<FileEntry> files = tree.under("").stream().filter(Apps::isManifest).toList();
    if (files.size() > MOST_FILES || files.stream().mapToLong(FileEntry::size).sum() > MOST_BYTES) {
      whole = false;
      return;
    }
    for (FileEntry file : files) {
      Manifests.of(YamlFiles.read(tree, file, Apps.LARGEST)).forEach(this::add);
    }
  }

  private void add(Manifest m) {
    namespaces.computeIfAbsent(m.kind() + "/" + m.name(), k -> new HashSet<>()).add(m.namespace());
    if (Pods.of(m).isPresent()) {
      pods.add(new Pod(m.namespace(), m));
    }
    if (CONFIG_MAKERS.contains(m.kind())) {
      made.add(m.name());
      texts(m.root());
    }
  }

  private void texts(YamlNode node) {
    switch (node) {
      case YamlNode.Scalar s -> made.add(s.text());
      case YamlNode.Sequence list -> list.items().forEach(this::texts);
      case YamlNode.Mapping map -> map.entries().forEach(e -> texts(e.value()));
    }
  }

  /** True where it stands somewhere, or where there is too much to be looked at. */
  boolean has(String kind, String namespace, String name) {
    return !whole
        || namespaces.getOrDefault(kind + "/" + name, Set.of()).stream()
            .anyMatch(n -> Present.same(n, namespace))
        || (kind.equals("ConfigMap") && made.contains(name));
  }

  boolean picked(YamlNode selector, String namespace, Map<String, String> added) {
    return !whole
        || pods.stream()
            .anyMatch(p ->
                Present.same(p.namespace(), namespace)
                    && Pods.match(selector, p.workload(), added));
  }
}
