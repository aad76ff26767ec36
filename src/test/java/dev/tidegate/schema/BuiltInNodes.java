package dev.tidegate.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.schema.Sharpening.Demand;
import dev.tidegate.schema.shape.Bounds;
import dev.tidegate.schema.shape.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The definitions of one Kubernetes release as nodes, references resolved. */
final class BuiltInNodes {
  /** Those that hold themselves, and those that hold anything. */
  private static final List<String> FREE =
      List.of(
          "io.k8s.api.scheduling.v1alpha3.CompositePodGroupTemplate",
          "io.k8s.api.scheduling.v1beta1.CompositePodGroupTemplate",
          "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
          "io.k8s.apimachinery.pkg.runtime.RawExtension");

  private final Map<String, JsonNode> definitions;
  private final Sharpening sharpening;
  private final Map<String, Node> done = new HashMap<>();

  BuiltInNodes(Map<String, JsonNode> definitions, Sharpening sharpening) {
    this.definitions = definitions;
    this.sharpening = sharpening;
  }

  Node definition(String name) {
    Node before = done.get(name);
    if (before == null) {
      before =
          FREE.contains(name)
              ? free()
              : node(name, Objects.requireNonNull(definitions.get(name), name));
      done.put(name, before);
    }
    return before;
  }

  private static Node free() {
    return with(Node.ANY, Node.OBJECT, Node.PRESERVE);
  }

  private static Node with(Node n, int types, int flags) {
    return new Node(
        types,
        flags,
        n.properties(),
        n.required(),
        n.items(),
        n.additional(),
        n.listKeys(),
        n.preset(),
        n.bounds(),
        n.choice(),
        n.rules());
  }

  private Node node(String owner, JsonNode schema) {
    if (schema.has("$ref")) {
      return definition(schema.get("$ref").asText().substring("#/$defs/".length()));
    }
    int types = types(schema);
    boolean kind = schema.has("x-kubernetes-group-version-kind");
    Map<String, Node> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(r -> required.add(r.asText()));
    schema
        .path("properties")
        .properties()
        .forEach(p -> {
          if (kind && List.of("apiVersion", "kind", "status").contains(p.getKey())) {
            properties.put(p.getKey(), Node.ANY);
            required.remove(p.getKey());
          } else {
            properties.put(p.getKey(), property(owner, p.getKey(), p.getValue(), required));
          }
        });
    JsonNode additional = schema.path("additionalProperties");
    Node free = additional.isObject() ? node(owner, additional) : null;
    int flags = properties.isEmpty() || free != null ? 0 : Node.CLOSED;
    if (properties.isEmpty() && free == null && types == Node.OBJECT) {
      flags |= Node.PRESERVE;
    }
    List<String> keys = new ArrayList<>();
    schema.path("x-kubernetes-list-map-keys").forEach(k -> keys.add(k.asText()));
    String listType = schema.path("x-kubernetes-list-type").asText();
    if (listType.equals("map") || listType.equals("set")) {
      flags |= Node.UNIQUE;
    }
    return new Node(
        types,
        flags,
        properties,
        List.copyOf(required),
        schema.has("items") ? node(owner, schema.get("items")) : null,
        free,
        keys,
        null,
        bounds(owner, schema),
        Node.Choice.NONE,
        List.of());
  }

  private static int types(JsonNode schema) {
    int mask = 0;
    List<JsonNode> words = new ArrayList<>();
    JsonNode type = schema.path("type");
    (type.isArray() ? type : List.of(type)).forEach(words::add);
    schema.path("oneOf").forEach(o -> o.path("type").forEach(words::add));
    for (JsonNode word : words) {
      mask |=
          switch (word.asText()) {
            case "string" -> Node.STRING;
            case "integer" -> Node.INTEGER;
            case "number" -> Node.NUMBER;
            case "boolean" -> Node.BOOLEAN;
            case "object" -> Node.OBJECT;
            case "array" -> Node.ARRAY;
            case "null", "" -> 0;
            default -> throw new AssertionError(word);
          };
    }
    return mask;
  }

  private static Bounds bounds(String owner, JsonNode schema) {
    List<String> words = new ArrayList<>();
    schema.path("enum").forEach(w -> words.add(w.asText()));
    String format =
        owner.endsWith(".resource.Quantity") ? "quantity" : schema.path("format").asText();
    return bounds(words, format, Double.NaN, Double.NaN, -1);
  }

  private static Bounds bounds(
      List<String> words, String format, double min, double max, long minItems) {
    return new Bounds(
        words, null, format, min, max, false, false, Double.NaN, -1, -1, minItems, -1, -1, -1);
  }

  private Node property(String owner, String name, JsonNode schema, List<String> required) {
    Node node = node(owner, schema);
    for (Demand demand : sharpening.of(owner, name + "[]")) {
      Node inner = node.items() == null ? node.additional() : node.items();
      Node sharper = sharpened(Objects.requireNonNull(inner, name), demand);
      node =
          new Node(
              node.types(),
              node.flags(),
              node.properties(),
              node.required(),
              node.items() == null ? null : sharper,
              node.additional() == null ? null : sharper,
              node.listKeys(),
              node.preset(),
              node.bounds(),
              node.choice(),
              node.rules());
    }
    for (Demand demand : sharpening.of(owner, name)) {
      switch (demand.word()) {
        case "optional" -> required.remove(name);
        case "required" -> {
          if (!required.contains(name)) {
            required.add(name);
          }
        }
        default -> node = sharpened(node, demand);
      }
    }
    if (node.preset() != null) {
      required.remove(name);
    }
    return node;
  }

  private static Node sharpened(Node n, Demand demand) {
    Bounds b = n.bounds();
    List<String> args = demand.arguments();
    String preset = n.preset();
    int flags = n.flags();
    switch (demand.word()) {
      case "enum" -> b = bounds(args, b.format(), b.min(), b.max(), b.minItems());
      case "range" ->
          b =
              bounds(
                  b.words(),
                  b.format(),
                  Double.parseDouble(args.getFirst()),
                  args.size() > 1 ? Double.parseDouble(args.get(1)) : Double.NaN,
                  b.minItems());
      case "format" -> b = bounds(b.words(), args.getFirst(), b.min(), b.max(), b.minItems());
      case "nonempty" -> b = bounds(b.words(), b.format(), b.min(), b.max(), 1);
      case "default" -> preset = "\"" + args.getFirst() + "\"";
      case "twins" -> flags |= Node.TWINS_PASS;
      default -> throw new AssertionError(demand.word());
    }
    return new Node(
        n.types(),
        flags,
        n.properties(),
        n.required(),
        n.items(),
        n.additional(),
        n.listKeys(),
        preset,
        b,
        n.choice(),
        n.rules());
  }
}
