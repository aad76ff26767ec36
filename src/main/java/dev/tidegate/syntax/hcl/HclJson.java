package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.hcl.HclBody.Attribute;
import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue.Entry;
import dev.tidegate.syntax.hcl.HclValue.Table;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HCL's JSON form. JSON does not tell a block from an attribute, so the kinds of blocks that
 * Terraform knows stand here, each with its number of labels; everything else is an attribute.
 */
final class HclJson {
  private static final Map<String, Integer> TOP =
      Map.ofEntries(
          Map.entry("resource", 2),
          Map.entry("data", 2),
          Map.entry("ephemeral", 2),
          Map.entry("action", 2),
          Map.entry("provider", 1),
          Map.entry("module", 1),
          Map.entry("variable", 1),
          Map.entry("output", 1),
          Map.entry("check", 1),
          Map.entry("terraform", 0),
          Map.entry("locals", 0));
  private static final Map<String, Integer> NESTED =
      Map.of(
          "backend", 1, "cloud", 0, "required_providers", 0, "provider_meta", 1, "provisioner", 1);

  private HclJson() {}

  /**
   * Reads a file.
   *
   * @param values true for a file of variables' values, which has no blocks
   */
  static Hcl.File read(String text, boolean values) {
    Yaml.Stream json = Yaml.read(text);
    if (json.problem().isPresent()) {
      Yaml.Problem p = json.problem().get();
      return Hcl.broken(new Hcl.Problem(p.what(), p.line(), p.column()));
    }
    if (json.documents().size() == 1 && json.documents().getFirst() instanceof Mapping root) {
      return new Hcl.File(body(root, values ? Map.of() : TOP), Optional.empty(), "");
    }
    return Hcl.broken(new Hcl.Problem("one JSON object is expected", 1, 1));
  }

  private static HclBody body(Mapping map, Map<String, Integer> kinds) {
    List<Attribute> attributes = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    for (YamlNode.Entry e : map.entries()) {
      Integer labels = kinds.get(e.key());
      if (labels != null && !(e.value() instanceof Scalar)) {
        blocks(e, e.value(), labels, List.of(), blocks);
      } else if (!e.key().equals("//")) {
        attributes.add(new Attribute(e.key(), value(e.value()), e.line(), e.column()));
      }
    }
    return new HclBody(attributes, blocks);
  }

  private static void blocks(
      YamlNode.Entry at, YamlNode node, int missing, List<String> labels, List<Block> blocks) {
    switch (node) {
      case Sequence s -> s.items().forEach(i -> blocks(at, i, missing, labels, blocks));
      case Mapping m when missing == 0 ->
          blocks.add(new Block(at.key(), labels, body(m, NESTED), at.line(), at.column()));
      case Mapping m -> {
        for (YamlNode.Entry e : m.entries()) {
          List<String> more = new ArrayList<>(labels);
          more.add(e.key());
          YamlNode.Entry here = new YamlNode.Entry(at.key(), e.value(), e.line(), e.column());
          blocks(here, e.value(), missing - 1, more, blocks);
        }
      }
      case Scalar s -> {}
    }
  }

  private static HclValue value(YamlNode node) {
    return switch (node) {
      case Sequence s ->
          new Tuple(s.items().stream().map(HclJson::value).toList(), s.line(), s.column());
      case Mapping m ->
          new Table(
              m.entries().stream()
                  .map(e -> new Entry(text(e.key(), e.line(), e.column()), value(e.value())))
                  .toList(),
              m.line(),
              m.column());
      case Scalar s when s.type() == YamlNode.Type.STRING -> text(s.text(), s.line(), s.column());
      case Scalar s -> new Word(s.text(), s.line(), s.column());
    };
  }

  /** Texts are templates; what cannot be one is a text as it stands. */
  private static HclValue text(String text, int line, int column) {
    Text plain = new Text(text, line, column);
    if (!text.contains("${") && !text.contains("%{")) {
      return plain;
    }
    Cursor cursor = new Cursor(text, line, column);
    HclValue[] read = {plain};
    cursor.attempt(() -> read[0] = new TemplateParser(new ValueParser(cursor)).whole());
    return read[0];
  }
}
