package dev.tidegate.manifest;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells Kubernetes objects from other YAML, Lists unrolled. Stateless and thread-safe. */
public final class Manifests {
  private static final int MAX_NESTED_LISTS = 32;
  private static final Pattern DIRECTIVE = Pattern.compile("\\{\\{[^}\n]*}}");
  private static final Pattern TEMPLATES = Pattern.compile("(?i)(.*/)?templates/.*");

  private Manifests() {}

  /** The objects of a stream, in order; documents that are none are left out. */
  public static List<Manifest> of(Yaml.Stream stream) {
    List<Manifest> found = new ArrayList<>();
    stream.documents().forEach(d -> unroll(d, "", "", 0, found));
    return found;
  }

  /** The objects of one document: none, one, or a List's items. */
  public static List<Manifest> of(YamlNode document) {
    List<Manifest> found = new ArrayList<>();
    unroll(document, "", "", 0, found);
    return found;
  }

  private static void unroll(
      YamlNode node, String version, String itemKind, int depth, List<Manifest> found) {
    if (!(node instanceof Mapping map) || depth > MAX_NESTED_LISTS) {
      return;
    }
    String apiVersion = text(map, "apiVersion").orElse(version);
    String kind = text(map, "kind").orElse(itemKind);
    if (apiVersion.isEmpty() || kind.isEmpty()) {
      return;
    }
    if (kind.endsWith("List") && map.at("items").isPresent()) {
      String inner = kind.substring(0, kind.length() - "List".length());
      for (YamlNode item : map.items("items")) {
        unroll(item, inner.isEmpty() ? "" : apiVersion, inner, depth + 1, found);
      }
      return;
    }
    found.add(
        new Manifest(
            apiVersion,
            kind,
            text(map, "metadata", "name").orElse(text(map, "metadata", "generateName").orElse("")),
            text(map, "metadata", "namespace").orElse(""),
            map));
  }

  private static Optional<String> text(YamlNode node, String... path) {
    return node.text(path).map(String::strip).filter(t -> !t.isEmpty());
  }

  /**
   * The objects that a ConfigMap or Secret carries as text in its {@code data} or {@code
   * stringData}. Lines are the file's for literal blocks; columns are those inside the text.
   */
  public static List<Manifest> embedded(Manifest carrier) {
    List<Manifest> found = new ArrayList<>();
    for (String field : List.of("data", "stringData")) {
      if (carrier.root().at(field).orElse(null) instanceof Mapping data) {
        for (Entry entry : data.entries()) {
          if (entry.value() instanceof Scalar text && text.text().contains("kind")) {
            found.addAll(of(Yaml.inside(text)));
          }
        }
      }
    }
    return found;
  }

  /** True for a Helm template: what stands in it is no YAML until it is rendered. */
  public static boolean isTemplate(String path, String text) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return DIRECTIVE.matcher(text).find()
        && (TEMPLATES.matcher(path).matches() || name.endsWith(".tpl"));
  }
}
