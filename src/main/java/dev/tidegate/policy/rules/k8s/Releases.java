package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.manifest.ArgoApplication;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.policy.Subject;
import dev.tidegate.schema.KubernetesRelease;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The releases that each file is judged by: those of the clusters to which Applications of this
 * repository deploy its folder, else the newest that the fleet states, else the one that the rule's
 * option states. Immutable.
 */
final class Releases {
  private static final long LARGEST = 1L << 20;
  private static final Comparator<KubernetesRelease> BY_AGE =
      Comparator.comparingInt(r -> Integer.parseInt(r.name().substring(2)));

  private final KubernetesRelease usual;
  private final Map<String, Set<KubernetesRelease>> folders = new HashMap<>();

  Releases(Subject subject, String stated) {
    Set<KubernetesRelease> all = new TreeSet<>(BY_AGE);
    subject
        .fleet()
        .clusters()
        .forEach(c -> KubernetesRelease.of(c.kubernetes()).ifPresent(all::add));
    usual =
        all.stream()
            .max(BY_AGE)
            .or(() -> KubernetesRelease.of(stated))
            .orElseGet(KubernetesRelease::newest);
    Optional<String> apps = subject.fleet().argocdApps();
    if (all.size() > 1 && apps.isPresent()) {
      read(subject.change().after(), apps.get().replaceFirst("/+$", ""), subject.fleet());
    }
  }

  private void read(Tree tree, String folder, Fleet fleet) {
    for (FileEntry file : tree.under(folder)) {
      if (file.hasContent() && file.size() <= LARGEST && Paths.isYaml(file.path())) {
        Manifests.of(YamlFiles.read(tree, file, LARGEST)).stream()
            .flatMap(manifest -> ArgoApplication.of(manifest).stream())
            .forEach(app -> add(app, fleet));
      }
    }
  }

  private void add(ArgoApplication app, Fleet fleet) {
    ArgoApplication.Destination to = app.destination();
    Optional<KubernetesRelease> release =
        (to.server().isEmpty() ? fleet.named(to.name()) : fleet.servedAt(to.server()))
            .map(Cluster::kubernetes)
            .flatMap(KubernetesRelease::of);
    for (ArgoApplication.Source source : app.sources()) {
      if (release.isPresent()
          && source.chart().isEmpty()
          && !ArgoApplication.isTemplated(source.path())
          && fleet.isThisRepo(source.repoUrl())) {
        String path = source.path().replaceAll("^(\\./)+|/+$", "");
        folders
            .computeIfAbsent(path.equals(".") ? "" : path, p -> new TreeSet<>(BY_AGE))
            .add(release.get());
      }
    }
  }

  /** The oldest first; at least one. */
  List<KubernetesRelease> at(String path) {
    Set<KubernetesRelease> found = new LinkedHashSet<>();
    for (int end = path.lastIndexOf('/'); ; end = path.lastIndexOf('/', end - 1)) {
      found.addAll(folders.getOrDefault(end < 0 ? "" : path.substring(0, end), Set.of()));
      if (end < 0) {
        return found.isEmpty() ? List.of(usual) : found.stream().sorted(BY_AGE).toList();
      }
    }
  }
}
