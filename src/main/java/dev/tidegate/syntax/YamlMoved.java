package dev.tidegate.syntax;

import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;

/** Nodes read from a scalar's text, with the lines of the file that the scalar stands in. */
final class YamlMoved {
  private YamlMoved() {}

  static int line(Scalar carrier, int inner) {
    return carrier.multiline() ? carrier.line() + inner : carrier.line();
  }

  static YamlNode into(Scalar carrier, YamlNode node) {
    int line = line(carrier, node.line());
    return switch (node) {
      case Scalar s -> new Scalar(s.text(), s.type(), s.plain(), s.multiline(), line, s.column());
      case Sequence s ->
          new Sequence(s.items().stream().map(i -> into(carrier, i)).toList(), line, s.column());
      case Mapping m ->
          new Mapping(m.entries().stream().map(e -> into(carrier, e)).toList(), line, m.column());
    };
  }

  private static YamlNode.Entry into(Scalar carrier, YamlNode.Entry e) {
    return new YamlNode.Entry(
        e.key(), into(carrier, e.value()), line(carrier, e.line()), e.column());
  }
}
