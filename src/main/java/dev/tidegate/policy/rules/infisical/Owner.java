package dev.tidegate.policy.rules.infisical;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.manifest.ArgoApplication;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.manifest.YamlFiles;
import dev.tidegate.policy.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Application that deploys a file.
 *
 * @param namespace its destination's; empty where unknown
 * @param rendered whether something else than plain files or kustomize makes the manifests
 * @param charts the Applications that bring a chart
 */
record Owner(String namespace, boolean rendered, List<ArgoApplication> charts) {
  private static final long LARGEST = 1L << 20;

  static Optional<Owner> of(Subject subject, String path) {
    List<ArgoApplication> charts = new ArrayList<>();
    Optional<Owner> owner = Optional.empty();
    Tree tree = subject.change().after();
    for (ArgoApplication app : declared(subject)) {
      boolean chart = app.sources().stream().anyMatch(s -> !s.chart().isEmpty());
      if (chart) {
        charts.add(app);
      }
      for (ArgoApplication.Source source : app.sources()) {
        String folder = source.path().replaceFirst("^\\./", "").replaceFirst("/+$", "");
        if (!folder.isEmpty()
            && path.startsWith(folder + "/")
            && subject.fleet().isThisRepo(source.repoUrl())) {
          boolean helm = tree.at(folder + "/Chart.yaml").isPresent();
          owner = Optional.of(new Owner(app.destination().namespace(), chart || helm, charts));
        }
      }
    }
    return owner;
  }

  private static List<ArgoApplication> declared(Subject subject) {
    List<ArgoApplication> apps = new ArrayList<>();
    String folder = subject.fleet().argocdApps().orElse("").replaceFirst("/+$", "");
    Tree tree = subject.change().after();
    for (FileEntry file : folder.isEmpty() ? List.<FileEntry>of() : tree.under(folder)) {
      if (Produced.isManifest(file)) {
        Manifests.of(YamlFiles.read(tree, file, LARGEST))
            .forEach(m -> ArgoApplication.of(m).ifPresent(apps::add));
      }
    }
    return apps;
  }

  /** A chart names the Secrets that it makes after its release. */
  boolean mayBringBesides(String namespace, String name) {
    return charts.stream()
        .filter(c -> namespace.isEmpty() || c.destination().namespace().equals(namespace))
        .anyMatch(c ->
            name.startsWith(c.name())
                || c.sources().stream()
                    .anyMatch(s -> !s.chart().isEmpty() && name.contains(s.chart())));
  }
}
