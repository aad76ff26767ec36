package dev.tidegate.manifest.check;

import dev.tidegate.schema.format.Placeholders;
import dev.tidegate.schema.shape.Flaw;
import dev.tidegate.schema.shape.Flaw.Sort;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value with the way to it, and where flaws are put. Asking for what is not there gives nothing.
 */
record Place(YamlNode node, String path, List<Flaw> flaws) {
  /** The whole object. */
  static Place of(YamlNode root) {
    return new Place(root, "", new ArrayList<>());
  }

  /** A place below; empty where it is absent or null. */
  Optional<Place> at(String... keys) {
    return node.at(keys)
        .filter(n -> !(n instanceof Scalar s && s.type() == YamlNode.Type.NULL))
        .map(n -> new Place(n, join(String.join(".", keys)), flaws));
  }

  /** The items of a list below; none where it is absent. */
  List<Place> items(String... keys) {
    List<Place> items = new ArrayList<>();
    at(keys)
        .ifPresent(list -> {
          if (list.node instanceof Sequence s) {
            for (int i = 0; i < s.items().size(); i++) {
              items.add(new Place(s.items().get(i), list.path + "[" + i + "]", flaws));
            }
          }
        });
    return items;
  }

  /** The entries of a map below. */
  List<YamlNode.Entry> entries(String... keys) {
    return node.at(keys).orElse(null) instanceof Mapping map ? map.entries() : List.of();
  }

  /** The text below; empty where it is absent, or is still to be filled in. */
  Optional<String> text(String... keys) {
    return node.text(keys).filter(t -> !isOpen(t));
  }

  boolean has(String... keys) {
    return at(keys).isPresent();
  }

  boolean isTrue(String... keys) {
    return node.text(keys).filter(t -> t.equals("true")).isPresent();
  }

  /** The whole number below; empty where there is none. */
  Optional<Long> number(String... keys) {
    return text(keys).filter(t -> t.matches("-?\\d{1,15}")).map(Long::valueOf);
  }

  /** True for what something else fills in before the server sees it. */
  static boolean isOpen(String text) {
    return Placeholders.isIn(text);
  }

  /** Which of these fields are there. */
  List<String> present(List<String> fields) {
    return fields.stream().filter(this::has).toList();
  }

  /** The server refuses it. */
  void wrong(String what, String fix) {
    add(Sort.VALUE, what, fix);
  }

  /** The server takes it, but it is hardly meant so. */
  void doubt(String what, String fix) {
    add(Sort.DOUBTFUL, what, fix);
  }

  /** As {@link #wrong} at a key below this place. */
  void wrongAt(YamlNode.Entry entry, String what, String fix) {
    flaws.add(
        new Flaw(
            entry.line(),
            entry.column(),
            join(entry.key()),
            Sort.VALUE,
            join(entry.key()) + " " + what,
            fix));
  }

  private void add(Sort sort, String what, String fix) {
    String here = path.isEmpty() ? "the object" : path;
    flaws.add(new Flaw(node.line(), node.column(), here, sort, here + " " + what, fix));
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
