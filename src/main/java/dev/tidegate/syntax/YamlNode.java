package dev.tidegate.syntax;

import java.util.List;
import java.util.Optional;

/**
 * A YAML (or JSON) value with its place. Aliases are resolved within a budget; a document in which
 * an alias is part of its own anchor is refused by the reader.
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
      return entries.stream().filter(e -> e.key().equals(key)).map(Entry::value).findFirst();
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
   * @param multiline true for block scalars: the content's line n stands at {@code line + n}
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
