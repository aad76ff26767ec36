package dev.tidegate.manifest.deployed;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.manifest.Kustomization;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.manifest.deployed.Bundle.Form;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The Applications of one tree, and what their sources deploy. Thread-safe. */
public final class Apps {
  public static final long LARGEST = 1L << 20;
  private static final String SKIPPED = "+argocd:skip-file-rendering";

  private final Tree tree;
  private final Fleet fleet;
  private final List<Declared> declared = new ArrayList<>();
  private final IdentityHashMap<Declared, Bundle> bundles = new IdentityHashMap<>();

  /** One source of one Application, nothing of it read yet. */
  public record Declared(String app, String path, String namespace, Source source) {}

  public Apps(Tree tree, Fleet fleet) {
    this.tree = tree;
    this.fleet = fleet;
    String folder = fleet.argocdApps().orElse("").replaceFirst("/+$", "");
    for (FileEntry file : folder.isEmpty() ? List.<FileEntry>of() : tree.under(folder)) {
      if (isManifest(file)) {
        Manifests.of(YamlFiles.read(tree, file, LARGEST)).forEach(m -> declare(file.path(), m));
      }
    }
  }

  private void declare(String path, Manifest manifest) {
    boolean set = manifest.is("argoproj.io", "ApplicationSet");
    if (!set && !manifest.is("argoproj.io", "Application")) {
      return;
    }
    YamlNode spec =
        (set ? manifest.root().at("spec", "template", "spec") : manifest.root().at("spec"))
            .orElse(manifest.root());
    String namespace = spec.text("destination", "namespace").orElse("");
    List<YamlNode> sources = new ArrayList<>(spec.items("sources"));
    spec.at("source").ifPresent(sources::add);
    spec.at("sourceHydrator", "drySource").ifPresent(sources::add);
    for (YamlNode source : sources) {
      declared.add(
          new Declared(
              manifest.name(), path, namespace.contains("{{") ? "" : namespace, Source.of(source)));
    }
  }

  public List<Declared> declared() {
    return Collections.unmodifiableList(declared);
  }

  public static boolean isManifest(FileEntry file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    return file.hasContent()
        && file.size() <= LARGEST
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  /** True where a folder is built by kustomize. */
  public boolean isKustomized(String folder) {
    return Kustomization.in(tree, folder).isPresent();
  }

  /** What the source deploys; read once. */
  public synchronized Bundle read(Declared one) {
    Bundle known = bundles.get(one);
    if (known == null) {
      known = readNow(one);
      bundles.put(one, known);
    }
    return known;
  }

  private Bundle readNow(Declared one) {
    Source source = one.source();
    String folder = source.folder();
    boolean here = fleet.isThisRepo(source.repository());
    boolean chart = tree.at(folder.isEmpty() ? "Chart.yaml" : folder + "/Chart.yaml").isPresent();
    boolean lent = source.node().at("ref").isPresent() && source.node().at("path").isEmpty();
    if (!here || chart || lent || source.isOther()) {
      return new Bundle(
          one.app(),
          one.path(),
          one.namespace(),
          Form.OTHER,
          lent,
          false,
          Map.of(),
          Set.of(),
          List.of(),
          List.of());
    }
    return Kustomization.in(tree, folder)
        .map(k -> new Kustomized(tree, one).read(k))
        .orElseGet(() -> plain(one, folder));
  }

  private Bundle plain(Declared one, String folder) {
    List<String> files = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    boolean whole = true;
    for (FileEntry file : tree.under(folder)) {
      String inside = folder.isEmpty() ? file.path() : file.path().substring(folder.length() + 1);
      boolean jsonnet = inside.endsWith(".jsonnet");
      whole &= !jsonnet && file.mode() != FileEntry.Mode.SYMLINK;
      if (!one.source().reads(inside) || !file.hasContent()) {
        continue;
      }
      whole &= file.size() <= LARGEST;
      if (file.size() <= LARGEST) {
        byte[] content = tree.read(file, LARGEST);
        if (!text(content).contains(SKIPPED)) {
          files.add(file.path());
          pieces.addAll(pieces(file.path(), YamlFiles.read(tree, file, LARGEST), one.namespace()));
        }
      }
    }
    return new Bundle(
        one.app(),
        one.path(),
        one.namespace(),
        Form.PLAIN,
        whole,
        false,
        Map.of(),
        Set.of(),
        files,
        pieces);
  }

  static List<Piece> pieces(String path, Yaml.Stream yaml, String namespace) {
    return Manifests.of(yaml).stream()
        .map(m -> new Piece(path, m, m.namespace().isEmpty() ? namespace : m.namespace()))
        .toList();
  }

  public static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
