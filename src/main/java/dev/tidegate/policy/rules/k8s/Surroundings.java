package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.Addition;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.Subject;
import dev.tidegate.schema.CustomKinds;
import dev.tidegate.schema.Kind;
import dev.tidegate.schema.KubernetesRelease;
import dev.tidegate.schema.Lookup;
import dev.tidegate.syntax.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What must be known of the rest of a tree to judge one manifest in it. Thread-safe. */
final class Surroundings {
  private final Tree tree;
  private final List<Addition> additions;
  private final Releases releases;
  private final Map<String, Named> kustomizations = new HashMap<>();
  private final Map<Kind, String> toldAt = new HashMap<>();
  private final Supplier<CustomKinds> read;
  private @Nullable CustomKinds custom;

  Surroundings(Subject subject, String statedRelease, CustomFiles files) {
    this.tree = subject.change().after();
    this.additions = subject.change().additions();
    this.releases = new Releases(subject, statedRelease);
    this.read = () -> files.in(tree);
  }

  /** The releases that a file is judged by, the oldest first. */
  List<KubernetesRelease> releases(String path) {
    return releases.at(path);
  }

  /** By the release, the definitions in the repository, then our own table. */
  Lookup find(Kind kind, KubernetesRelease release) {
    if (release.hasGroup(kind.group())) {
      return release.find(kind);
    }
    Lookup here = custom().find(kind, release);
    if (here instanceof Lookup.Found) {
      return here;
    }
    Lookup bundled = CustomKinds.bundled().find(kind, release);
    return here instanceof Lookup.Refused && !(bundled instanceof Lookup.Found) ? here : bundled;
  }

  synchronized CustomKinds custom() {
    CustomKinds kinds = custom;
    if (kinds == null) {
      kinds = read.get();
      custom = kinds;
    }
    return kinds;
  }

  /** True where a kustomization patches others with this file: it is no whole object. */
  boolean isPatch(String path) {
    return anyAbove(path, named -> named.patches().contains(path));
  }

  /** True where a kustomization adds labels to the selectors of what is in this file. */
  boolean isLabelled(String path) {
    return anyAbove(path, Named::labels);
  }

  /** Kustomize reads no file outside its own folder, so only the folders above can name one. */
  private synchronized boolean anyAbove(String path, Predicate<Named> wanted) {
    for (int end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      String folder = end < 0 ? "" : path.substring(0, end);
      if (wanted.test(kustomizations.computeIfAbsent(folder, f -> Named.in(tree, f)))) {
        return true;
      }
      if (end < 0) {
        return false;
      }
    }
  }

  /**
   * True at the one file, the first by path, that tells of a kind without a schema; also where that
   * file cannot be made out.
   */
  synchronized boolean tellsAt(Kind kind, String path, Manifest manifest) {
    String told = toldAt.computeIfAbsent(kind, k -> first(k).orElse(path));
    return told.equals(path) && Manifests.of(manifest.root()).size() == 1;
  }

  private Optional<String> first(Kind kind) {
    return additions.stream()
        .map(Addition::file)
        .filter(f -> f.hasContent() && f.size() < 4 << 20 && Paths.isYaml(f.path()))
        .filter(f -> tree.at(f.path()).filter(now -> now.blob().equals(f.blob())).isPresent())
        .sorted(Comparator.comparing(FileEntry::path))
        .filter(f -> holds(f, kind))
        .map(FileEntry::path)
        .findFirst();
  }

  private boolean holds(FileEntry file, Kind kind) {
    byte[] bytes = tree.read(file, 4 << 20);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.contains(kind.name())
        && text.contains(kind.group())
        && Manifests.of(Yaml.read(bytes)).stream()
            .anyMatch(m -> Kind.of(m.apiVersion(), m.kind()).equals(kind));
  }
}
