package dev.tidegate.manifest.deployed;

import dev.tidegate.syntax.PathGlob;
import dev.tidegate.syntax.YamlNode;
import java.util.Locale;
import java.util.Set;

/**
 * A source of an Application as written.
 *
 * @param folder without leading {@code ./} and trailing slashes; the root is empty
 */
public record Source(YamlNode node, String folder) {
  private static final Set<String> HARMLESS =
      Set.of("images", "version", "replicas", "commonAnnotations", "forceCommonAnnotations");

  static Source of(YamlNode node) {
    String path = node.text("path").orElse("").strip();
    String folder = path.replaceFirst("^(\\./)+", "").replaceFirst("/+$", "");
    return new Source(node, folder.equals(".") ? "" : folder);
  }

  public String repository() {
    return node.text("repoURL").orElse("");
  }

  /** True where something else than files of a folder makes the manifests, or it is not known. */
  boolean isOther() {
    boolean kustomized =
        node.at("kustomize").orElse(null) instanceof YamlNode.Mapping map
            && !map.entries().stream().allMatch(e -> HARMLESS.contains(e.key()));
    return node.at("chart").isPresent()
        || node.at("helm").isPresent()
        || node.at("plugin").isPresent()
        || kustomized
        || folder.contains("{{")
        || folder.contains("..");
  }

  /** Whether a plain folder's file is read; the path is the one inside of the folder. */
  boolean reads(String inside) {
    String name = inside.toLowerCase(Locale.ROOT);
    boolean recurse = node.text("directory", "recurse").filter("true"::equals).isPresent();
    String include = node.text("directory", "include").orElse("");
    String exclude = node.text("directory", "exclude").orElse("");
    return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
        && (recurse || !inside.contains("/"))
        && (include.isEmpty() || matches(include, inside))
        && (exclude.isEmpty() || !matches(exclude, inside));
  }

  /** Here a star goes over slashes. */
  private static boolean matches(String glob, String path) {
    try {
      return PathGlob.of(glob.replaceAll("\\*+", "**")).matches(path);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
