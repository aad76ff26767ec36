package dev.tidegate.rollout;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Argo CD Application as the server tells it. Absent texts are empty.
 *
 * @param sources all of them, in the order in which the state's revisions stand; a hydrated
 *     Application has one, its dry source
 * @param hydrated true where Argo CD writes rendered manifests to another branch first
 * @param automated true where Argo CD syncs by itself
 */
public record App(
    AppName name,
    String project,
    List<Source> sources,
    boolean hydrated,
    Destination destination,
    Map<String, String> annotations,
    boolean automated,
    AppState state) {
  private static final String GENERATE_PATHS = "argocd.argoproj.io/manifest-generate-paths";
  private static final String SKIP_RECONCILE = "argocd.argoproj.io/skip-reconcile";

  public App {
    sources = List.copyOf(sources);
    annotations = Map.copyOf(annotations);
  }

  /** The value of {@code manifest-generate-paths}, where it says anything. */
  public Optional<String> generatePaths() {
    return Optional.ofNullable(annotations.get(GENERATE_PATHS)).filter(v -> !v.isBlank());
  }

  /** True where an annotation tells the controller to leave the Application alone. */
  public boolean skipsReconcile() {
    return "true".equals(annotations.get(SKIP_RECONCILE));
  }

  /** Where it deploys to; exactly one of name and server is set in a valid Application. */
  public record Destination(String server, String name, String namespace) {}

  /**
   * One source.
   *
   * @param type as the controller found it ({@code Helm}, {@code Kustomize}, {@code Directory},
   *     {@code Plugin}); empty where it has not looked yet
   * @param helmFiles value files and file parameters, as written
   * @param kustomizeFiles components and patch files that the spec adds, as written
   * @param plugin true where the spec names a plugin
   */
  public record Source(
      String repoUrl,
      String path,
      String targetRevision,
      String chart,
      String ref,
      String type,
      List<String> helmFiles,
      List<String> kustomizeFiles,
      Directory directory,
      boolean plugin) {
    public Source {
      helmFiles = List.copyOf(helmFiles);
      kustomizeFiles = List.copyOf(kustomizeFiles);
    }

    /** A plain source: everything but address, path and revision as Argo CD defaults it. */
    public static Source of(String repoUrl, String path, String targetRevision) {
      return new Source(
          repoUrl,
          path,
          targetRevision,
          "",
          "",
          "",
          List.of(),
          List.of(),
          Directory.standard(),
          false);
    }
  }

  /**
   * How a plain folder is read.
   *
   * @param include glob of files that count; empty for all
   * @param exclude glob of files that do not; empty for none
   * @param libraries Jsonnet library folders, from the repository's root
   */
  public record Directory(boolean recurse, String include, String exclude, List<String> libraries) {
    public Directory {
      libraries = List.copyOf(libraries);
    }

    public static Directory standard() {
      return new Directory(false, "", "", List.of());
    }
  }
}
