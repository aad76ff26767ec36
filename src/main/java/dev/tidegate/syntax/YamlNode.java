package dev.tidegate.syntax;

import java.util.List;
import java.util.Optional;

/**
 * A YAML (or JSON) value with its place, columns counted in code points. Where an alias stood, the
 * anchor's own node is seen, with the anchor's place; the reader's budget bounds the tree that a
 * walk meets.
 */
public sealed interface YamlNode {
  /** Line from 1. */
  int line();

  /** Column from 1. */
  int column();

  /** A map with string keys in the file's order. */
  record Mapping(List<Entry> entries, int line, int column) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    public Optional<YamlNode> get(String key) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return Optional.of(entry.value());
        }
      }
      return Optional.empty();
    }
  }

  /** One key of a map; line and column are the key's. */
  record Entry(String key, YamlNode value, int line, int column) {}

  record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A scalar.
   *
   * @param text decoded: folding, escapes and block indentation applied
   * @param type as Kubernetes resolves it (YAML 1.1 as sigs.k8s.io/yaml reads it)
   * @param plain true where written without quotes and not as a block
   * @param multiline true for literal block scalars ({@code |}), whose content's line n, counted
   *     from 1, stands at {@code line + n}; folded ones ({@code >}) keep no such order
   */
  record Scalar(String text, Type type, boolean plain, boolean multiline, int line, int column)
      implements YamlNode {}

  /** What a plain scalar means to Kubernetes. */
  enum Type {
    STRING,
    INTEGER,
    FLOAT,
    BOOLEAN,
    NULL
  }

  /** The mapping's value at a key path such as {@code at("spec", "source", "path")}. */
  default Optional<YamlNode> at(String... path) {
    Optional<YamlNode> node = Optional.of(this);
    for (String key : path) {
      node = node.flatMap(n -> n instanceof Mapping m ? m.get(key) : Optional.empty());
    }
    return node;
  }

  /** The text at a key path where it is a scalar other than null. */
  default Optional<String> text(String... path) {
    return at(path)
        .flatMap(n ->
            n instanceof Scalar s && s.type() != Type.NULL
                ? Optional.of(s.text())
                : Optional.empty());
  }

  /** The items at a key path where it is a sequence; empty otherwise. */
  default List<YamlNode> items(String... path) {
    return at(path)
        .map(n -> n instanceof Sequence s ? s.items() : List.<YamlNode>of())
        .orElse(List.of());
  }
}
