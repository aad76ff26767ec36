package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Attribute;
import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue;
import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Choice;
import dev.tidegate.syntax.hcl.HclValue.Expression;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Table;
import dev.tidegate.syntax.hcl.HclValue.Template;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The constants of a body as a document of keys and values, for who looks at names and values
 * whatever the language. References are left out, computed parts of a text become {@code ${x}}; a
 * key has every value that a condition or a default may give it, so it may stand there twice.
 */
public final class Constants {
  /** What goes in comes out, in some form. */
  private static final Set<String> THROUGH =
      Set.of(
          "base64encode",
          "base64gzip",
          "textencodebase64",
          "jsonencode",
          "yamlencode",
          "sensitive",
          "nonsensitive",
          "ephemeralasnull",
          "tostring",
          "tomap",
          "tolist",
          "toset",
          "trimspace",
          "chomp",
          "coalesce",
          "try",
          "merge",
          "concat",
          "flatten",
          "urlencode",
          "bcrypt");

  private Constants() {}

  public static Mapping of(HclBody body) {
    return body(body, 1, 1);
  }

  private static Mapping body(HclBody body, int line, int column) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    for (Attribute a : body.attributes()) {
      add(entries, a.name(), a.value(), a.line(), a.column());
    }
    for (Block block : body.blocks()) {
      Mapping inside = body(block.body(), block.line(), block.column());
      entries.add(new YamlNode.Entry(block.type(), inside, block.line(), block.column()));
      if (block.labels().size() == 1) {
        for (String value : List.of("default", "value")) {
          block
              .body()
              .get(value)
              .ifPresent(v -> add(entries, block.label(0), v, v.line(), v.column()));
        }
      }
    }
    return new Mapping(entries, line, column);
  }

  private static void add(
      List<YamlNode.Entry> entries, String key, HclValue value, int line, int column) {
    nodes(value).forEach(n -> entries.add(new YamlNode.Entry(key, n, line, column)));
  }

  /** What the value may be, as far as it is constant. */
  private static List<YamlNode> nodes(HclValue value) {
    return switch (value) {
      case Text t -> List.of(scalar(t.text(), YamlNode.Type.STRING, t.heredoc(), t));
      case Word w -> List.of(scalar(w.text(), type(w.text()), false, w));
      case Template t -> {
        List<YamlNode> nodes = collections(t.parts());
        nodes.addFirst(scalar(text(t), YamlNode.Type.STRING, t.indent() >= 0, t));
        yield nodes;
      }
      case Tuple t -> List.of(new Sequence(all(t.parts()), t.line(), t.column()));
      case Table t -> List.of(table(t));
      case Choice c -> all(List.of(c.yes(), c.no()));
      case Call c when THROUGH.contains(c.function()) -> all(c.parts());
      case Call c when c.function().equals("lookup") && c.parts().size() == 3 ->
          all(List.of(c.parts().getLast()));
      case Call c -> collections(c.parts());
      case Reference r -> List.of();
      case Expression e -> collections(e.parts());
    };
  }

  private static List<YamlNode> all(List<HclValue> values) {
    return values.stream().flatMap(v -> nodes(v).stream()).toList();
  }

  private static List<YamlNode> collections(List<HclValue> values) {
    List<YamlNode> nodes = new ArrayList<>(all(values));
    nodes.removeIf(Scalar.class::isInstance);
    return nodes;
  }

  private static Mapping table(Table table) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    for (HclValue.Entry e : table.entries()) {
      HclValue key = e.key();
      String name = key instanceof Template t ? text(t) : key.constant().orElse("?");
      add(entries, name, e.value(), key.line(), key.column());
    }
    return new Mapping(entries, table.line(), table.column());
  }

  private static String text(Template template) {
    StringBuilder out = new StringBuilder();
    for (HclValue part : template.parts()) {
      out.append(part.constant().orElse("${x}"));
    }
    return out.toString();
  }

  private static YamlNode.Type type(String word) {
    return switch (word) {
      case "true", "false" -> YamlNode.Type.BOOLEAN;
      case "null" -> YamlNode.Type.NULL;
      default -> YamlNode.Type.INTEGER;
    };
  }

  private static Scalar scalar(String text, YamlNode.Type type, boolean heredoc, HclValue at) {
    return new Scalar(text, type, at instanceof Word, heredoc, at.line(), at.column());
  }
}
