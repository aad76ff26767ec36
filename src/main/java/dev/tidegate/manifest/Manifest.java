package dev.tidegate.manifest;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One Kubernetes object as written. Texts are without white space at their ends, and empty where
 * the document has none.
 *
 * @param apiVersion such as {@code argoproj.io/v1alpha1}
 * @param root the object's own map, also inside a List
 */
public record Manifest(
    String apiVersion, String kind, String name, String namespace, Mapping root) {

  /** The API group; empty for the core group. */
  public String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }

  public boolean is(String group, String kind) {
    return this.kind.equals(kind) && group().equals(group);
  }

  /** Line from 1. */
  public int line() {
    return root.line();
  }

  /** {@code kind namespace/name}, for messages. */
  public String title() {
    return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
  }

  public Map<String, String> annotations() {
    return texts(root, "metadata", "annotations");
  }

  public Map<String, String> labels() {
    return texts(root, "metadata", "labels");
  }

  static Map<String, String> texts(YamlNode node, String... path) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (node.at(path).orElse(null) instanceof Mapping map) {
      for (YamlNode.Entry entry : map.entries()) {
        entry.value().text().ifPresent(text -> texts.put(entry.key(), text));
      }
    }
    return texts;
  }
}
