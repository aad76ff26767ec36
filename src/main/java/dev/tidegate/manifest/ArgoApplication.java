package dev.tidegate.manifest;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An Argo CD Application as written, or an ApplicationSet's template. Texts are empty where the
 * document has none; nothing is checked.
 *
 * @param manifest the Application, or the ApplicationSet that holds the template
 * @param name {@code metadata.name} of the Application or the template
 * @param namespace {@code metadata.namespace}; Argo CD's own where empty
 * @param project {@code spec.project}
 * @param projectLine line of the project, or of {@code spec} where it is absent
 * @param form how the sources are written
 * @param sources all of them, in order; a hydrator's dry source counts as one
 * @param destination where it deploys to
 * @param sync how it syncs
 * @param line line of {@code spec}, or of the object without one
 */
public record ArgoApplication(
    Manifest manifest,
    String name,
    String namespace,
    String project,
    int projectLine,
    Form form,
    List<Source> sources,
    Destination destination,
    Sync sync,
    Map<String, String> annotations,
    List<String> finalizers,
    int line) {
  public static final String GROUP = "argoproj.io";

  public ArgoApplication {
    sources = List.copyOf(sources);
    annotations = Map.copyOf(annotations);
    finalizers = List.copyOf(finalizers);
  }

  /** Which of the three ways names the sources; {@code SEVERAL} where more than one does. */
  public enum Form {
    NONE,
    SOURCE,
    SOURCES,
    HYDRATOR,
    SEVERAL
  }

  /** One source. {@code valueFiles} are Helm's, as written, {@code $ref/...} included. */
  public record Source(
      String repoUrl,
      String path,
      String chart,
      String targetRevision,
      String ref,
      List<String> valueFiles,
      int line,
      int column) {
    public Source {
      valueFiles = List.copyOf(valueFiles);
    }
  }

  public record Destination(String server, String name, String namespace, int line, int column) {}

  public record Sync(
      boolean automated,
      boolean prune,
      boolean selfHeal,
      boolean allowEmpty,
      List<String> options) {
    public Sync {
      options = List.copyOf(options);
    }
  }

  /** The value of {@code argocd.argoproj.io/manifest-generate-paths}. */
  public Optional<String> generatePaths() {
    return Optional.ofNullable(annotations.get("argocd.argoproj.io/manifest-generate-paths"));
  }

  /** True where a value is filled in by an ApplicationSet or a Helm chart. */
  public static boolean isTemplated(String value) {
    return value.contains("{{");
  }

  /** Empty where the object is no Application. */
  public static Optional<ArgoApplication> of(Manifest manifest) {
    return manifest.is(GROUP, "Application")
        ? Optional.of(read(manifest, manifest.root()))
        : Optional.empty();
  }

  static ArgoApplication read(Manifest manifest, YamlNode node) {
    YamlNode spec = node.at("spec").orElse(node);
    List<Source> sources = new ArrayList<>();
    Optional<YamlNode> single = spec.at("source");
    Optional<YamlNode> dry = spec.at("sourceHydrator", "drySource");
    List<YamlNode> several = spec.items("sources");
    single.ifPresent(s -> sources.add(source(s)));
    several.forEach(s -> sources.add(source(s)));
    dry.ifPresent(s -> sources.add(source(s)));
    int forms =
        (single.isPresent() ? 1 : 0) + (several.isEmpty() ? 0 : 1) + (dry.isPresent() ? 1 : 0);
    Form form =
        forms == 0
            ? Form.NONE
            : forms > 1
                ? Form.SEVERAL
                : single.isPresent() ? Form.SOURCE : dry.isPresent() ? Form.HYDRATOR : Form.SOURCES;
    YamlNode destination = spec.at("destination").orElse(spec);
    boolean named = spec.at("destination").isPresent();
    return new ArgoApplication(
        manifest,
        text(node, "metadata", "name"),
        text(node, "metadata", "namespace"),
        text(spec, "project"),
        spec.at("project").map(YamlNode::line).orElse(spec.line()),
        form,
        sources,
        new Destination(
            named ? text(destination, "server") : "",
            named ? text(destination, "name") : "",
            named ? text(destination, "namespace") : "",
            destination.line(),
            destination.column()),
        sync(spec),
        Manifest.texts(node, "metadata", "annotations"),
        texts(node.items("metadata", "finalizers")),
        spec.line());
  }

  private static Source source(YamlNode node) {
    return new Source(
        text(node, "repoURL"),
        text(node, "path"),
        text(node, "chart"),
        text(node, "targetRevision"),
        text(node, "ref"),
        texts(node.items("helm", "valueFiles")),
        node.line(),
        node.column());
  }

  private static Sync sync(YamlNode spec) {
    boolean automated = spec.at("syncPolicy", "automated").orElse(null) instanceof Mapping;
    return new Sync(
        automated && isTrue(spec, "enabled", true),
        isTrue(spec, "prune", false),
        isTrue(spec, "selfHeal", false),
        isTrue(spec, "allowEmpty", false),
        texts(spec.items("syncPolicy", "syncOptions")));
  }

  private static boolean isTrue(YamlNode spec, String name, boolean absent) {
    return switch (text(spec, "syncPolicy", "automated", name).toLowerCase(Locale.ROOT)) {
      case "" -> absent;
      case "true", "yes", "on", "y" -> true;
      default -> false;
    };
  }

  private static String text(YamlNode node, String... path) {
    return node.text(path).map(String::strip).orElse("");
  }

  private static List<String> texts(List<YamlNode> nodes) {
    List<String> texts = new ArrayList<>();
    for (YamlNode node : nodes) {
      if (node instanceof Scalar scalar) {
        texts.add(scalar.text());
      }
    }
    return texts;
  }
}
