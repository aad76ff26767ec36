package dev.tidegate.schema.shape;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tidegate.schema.shape.Node.Choice;
import dev.tidegate.schema.shape.Node.Rule;
import dev.tidegate.syntax.Regex;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the part of JSON Schema that Kubernetes uses: OpenAPI v3 of a CustomResourceDefinition.
 *
 * <p>Defaults come before required fields, as in the API server: a required field with a default is
 * never missing.
 */
public final class SchemaCompiler {
  private static final int MAX_DEPTH = 120;
  private static final String NOT_COMPILED = "the schema cannot be compiled: ";

  /** The schema of a value. */
  public Node compile(YamlNode schema) throws BrokenSchema {
    return node(schema, false, 0);
  }

  /**
   * @param narrowing true below allOf, anyOf, oneOf and not: there fields are only narrowed, never
   *     closed
   */
  private Node node(YamlNode schema, boolean narrowing, int depth) throws BrokenSchema {
    if (!(schema instanceof Mapping map)) {
      throw new BrokenSchema(NOT_COMPILED + "a schema must be a map", schema.line());
    }
    if (depth > MAX_DEPTH) {
      throw new BrokenSchema(NOT_COMPILED + "it is nested too deeply", schema.line());
    }
    if (map.get("$ref").isPresent()) {
      throw new BrokenSchema(NOT_COMPILED + "$ref is not allowed", schema.line());
    }
    Map<String, Node> properties = properties(map, narrowing, depth);
    YamlNode additional = map.get("additionalProperties").orElse(null);
    Node free = additional instanceof Mapping ? node(additional, narrowing, depth + 1) : null;
    boolean open = additional instanceof Scalar s && s.text().equals("true");
    boolean preserve = isTrue(map, "x-kubernetes-preserve-unknown-fields");
    int flags = flags(map);
    if (!narrowing && !properties.isEmpty() && free == null && !open && !preserve) {
      flags |= Node.CLOSED;
    }
    if (preserve || open) {
      flags |= Node.PRESERVE;
    }
    YamlNode items = map.get("items").orElse(null);
    return new Node(
        types(map),
        flags,
        properties,
        required(map, properties),
        items == null ? null : node(items, narrowing, depth + 1),
        free,
        texts(map, "x-kubernetes-list-map-keys"),
        map.get("default").map(JsonText::of).orElse(null),
        bounds(map),
        choice(map, depth),
        rules(map));
  }

  private Map<String, Node> properties(Mapping map, boolean narrowing, int depth)
      throws BrokenSchema {
    YamlNode properties = map.get("properties").orElse(null);
    if (properties == null) {
      return Map.of();
    }
    if (!(properties instanceof Mapping fields)) {
      throw new BrokenSchema(NOT_COMPILED + "properties must be a map", properties.line());
    }
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (YamlNode.Entry field : fields.entries()) {
      nodes.put(field.key(), node(field.value(), narrowing, depth + 1));
    }
    return nodes;
  }

  private static List<String> required(Mapping map, Map<String, Node> properties) {
    List<String> required = new ArrayList<>();
    for (String name : texts(map, "required")) {
      Node property = properties.get(name);
      if (property == null || property.preset() == null) {
        required.add(name);
      }
    }
    return List.copyOf(required);
  }

  private static int flags(Mapping map) {
    int flags = isTrue(map, "x-kubernetes-embedded-resource") ? Node.EMBEDDED : 0;
    String listType = map.text("x-kubernetes-list-type").orElse("");
    if (listType.equals("map") || listType.equals("set") || isTrue(map, "uniqueItems")) {
      flags |= Node.UNIQUE;
    }
    return flags;
  }

  private static int types(Mapping map) throws BrokenSchema {
    if (isTrue(map, "x-kubernetes-int-or-string")) {
      return Node.INTEGER | Node.STRING;
    }
    int mask = 0;
    YamlNode type = map.get("type").orElse(null);
    List<YamlNode> words =
        type == null ? List.of() : type instanceof Sequence s ? s.items() : List.of(type);
    for (YamlNode word : words) {
      mask |=
          switch (word.text().orElse("null")) {
            case "string" -> Node.STRING;
            case "integer" -> Node.INTEGER;
            case "number" -> Node.NUMBER;
            case "boolean" -> Node.BOOLEAN;
            case "object" -> Node.OBJECT;
            case "array" -> Node.ARRAY;
            case "null", "" -> 0;
            default -> throw new BrokenSchema(NOT_COMPILED + "no such type", word.line());
          };
    }
    return mask;
  }

  private static Bounds bounds(Mapping map) throws BrokenSchema {
    Bounds bounds =
        new Bounds(
            texts(map, "enum"),
            pattern(map),
            map.text("format").orElse(""),
            number(map, "minimum"),
            number(map, "maximum"),
            isTrue(map, "exclusiveMinimum"),
            isTrue(map, "exclusiveMaximum"),
            number(map, "multipleOf"),
            count(map, "minLength"),
            count(map, "maxLength"),
            count(map, "minItems"),
            count(map, "maxItems"),
            count(map, "minProperties"),
            count(map, "maxProperties"));
    return bounds.equals(Bounds.NONE) ? Bounds.NONE : bounds;
  }

  private static @Nullable Pattern pattern(Mapping map) throws BrokenSchema {
    YamlNode pattern = map.get("pattern").orElse(null);
    if (pattern == null) {
      return null;
    }
    try {
      return Regex.compile(pattern.text().orElse(""));
    } catch (PatternSyntaxException e) {
      throw new BrokenSchema(
          NOT_COMPILED + "the pattern is no regular expression that Kubernetes takes",
          pattern.line());
    }
  }

  private Choice choice(Mapping map, int depth) throws BrokenSchema {
    YamlNode not = map.get("not").orElse(null);
    Choice choice =
        new Choice(
            several(map, "allOf", depth),
            several(map, "anyOf", depth),
            several(map, "oneOf", depth),
            not == null ? null : node(not, true, depth + 1));
    return choice.equals(Choice.NONE) ? Choice.NONE : choice;
  }

  private List<Node> several(Mapping map, String key, int depth) throws BrokenSchema {
    List<Node> nodes = new ArrayList<>();
    for (YamlNode item : map.items(key)) {
      nodes.add(node(item, true, depth + 1));
    }
    return List.copyOf(nodes);
  }

  private static List<Rule> rules(Mapping map) {
    List<Rule> rules = new ArrayList<>();
    for (YamlNode rule : map.items("x-kubernetes-validations")) {
      rules.add(
          new Rule(
              rule.text("rule").orElse(""),
              rule.text("message").orElse(""),
              rule.text("messageExpression").orElse(""),
              rule.text("optionalOldSelf").orElse("").equals("true")));
    }
    return List.copyOf(rules);
  }

  private static List<String> texts(Mapping map, String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : map.items(key)) {
      if (item instanceof Scalar s) {
        texts.add(s.text());
      }
    }
    return List.copyOf(texts);
  }

  private static boolean isTrue(Mapping map, String key) {
    return map.get(key).filter(n -> n instanceof Scalar s && s.text().equals("true")).isPresent();
  }

  private static double number(Mapping map, String key) throws BrokenSchema {
    YamlNode node = map.get(key).orElse(null);
    if (node == null) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(node.text().orElse(""));
    } catch (NumberFormatException e) {
      throw new BrokenSchema(NOT_COMPILED + key + " must be a number", node.line());
    }
  }

  private static long count(Mapping map, String key) throws BrokenSchema {
    double number = number(map, key);
    return Double.isNaN(number) ? -1 : (long) number;
  }
}
