package dev.tidegate.manifest.deployed;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Kustomization;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.manifest.deployed.Bundle.Form;
import dev.tidegate.syntax.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows a kustomization through its bases. Used once. */
final class Kustomized {
  private static final int MOST = 200;
  private static final List<String> OPAQUE =
      List.of(
          "components",
          "generators",
          "transformers",
          "replacements",
          "vars",
          "helmCharts",
          "helmChartInflationGenerator",
          "namePrefix",
          "nameSuffix");

  private final Tree tree;
  private final Apps.Declared app;
  private final Set<String> folders = new HashSet<>();
  private final Set<String> files = new LinkedHashSet<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> made = new HashSet<>();
  private boolean whole = true;
  private boolean patched = false;

  Kustomized(Tree tree, Apps.Declared app) {
    this.tree = tree;
    this.app = app;
  }

  Bundle read(Kustomization top) {
    follow(top, "");
    return new Bundle(
        app.app(),
        app.path(),
        app.namespace(),
        Form.KUSTOMIZE,
        whole,
        patched,
        labels,
        made,
        List.copyOf(files),
        pieces);
  }

  private void follow(Kustomization k, String outer) {
    if (!folders.add(k.folder()) || folders.size() > MOST) {
      whole = false;
      return;
    }
    YamlNode root = k.root();
    String namespace = outer.isEmpty() ? root.text("namespace").orElse("") : outer;
    whole &= OPAQUE.stream().noneMatch(field -> root.at(field).isPresent());
    patched |= !k.patches().isEmpty() || root.at("patches").isPresent();
    generated(root, "configMapGenerator", "ConfigMap/");
    generated(root, "secretGenerator", "Secret/");
    label(root.at("commonLabels").orElse(null));
    root.items("labels").forEach(l -> label(l.at("pairs").orElse(null)));
    for (String field : List.of("resources", "bases")) {
      for (YamlNode item : root.items(field)) {
        entry(k.folder(), item.text().orElse(""), namespace);
      }
    }
  }

  private void generated(YamlNode root, String field, String kind) {
    root.items(field).forEach(g -> g.text("name").ifPresent(n -> made.add(kind + n)));
  }

  private void label(@Nullable YamlNode pairs) {
    if (pairs instanceof YamlNode.Mapping map) {
      map.entries().forEach(e -> labels.put(e.key(), e.value().text().orElse("")));
    }
  }

  private void entry(String folder, String name, String namespace) {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ')) {
      whole = false;
      return;
    }
    String path = Path.of("/" + folder).resolve(name).normalize().toString().substring(1);
    Optional<FileEntry> file =
        tree.at(path).filter(f -> f.hasContent() && f.size() <= Apps.LARGEST);
    if (file.isPresent()) {
      if (!files.add(path)) {
        whole = false;
        return;
      }
      String target = namespace.isEmpty() ? app.namespace() : namespace;
      for (Piece p : Apps.pieces(path, YamlFiles.read(tree, file.get(), Apps.LARGEST), target)) {
        pieces.add(namespace.isEmpty() ? p : new Piece(path, p.manifest(), namespace));
      }
    } else {
      Optional<Kustomization> below =
          !path.isEmpty() && tree.isFolder(path) ? Kustomization.in(tree, path) : Optional.empty();
      below.ifPresent(k -> follow(k, namespace));
      whole &= below.isPresent();
    }
  }
}
