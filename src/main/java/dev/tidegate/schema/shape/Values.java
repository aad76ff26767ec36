package dev.tidegate.schema.shape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.schema.cel.Escapes;
import dev.tidegate.schema.format.Numbers;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as rules see them: of their schema's types, defaults filled in, names escaped. */
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Values() {}

  static Object of(YamlNode node, Node schema) {
    return switch (node) {
      case Mapping map -> map(map, schema);
      case Sequence list -> {
        Node items = schema.items() == null ? Node.ANY : schema.items();
        List<Object> values = new ArrayList<>();
        list.items().forEach(i -> values.add(of(i, items)));
        yield values;
      }
      case Scalar s -> scalar(s, schema);
    };
  }

  private static Map<String, Object> map(Mapping map, Node schema) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (YamlNode.Entry entry : map.entries()) {
      if (entry.value() instanceof Scalar s && s.type() == YamlNode.Type.NULL) {
        continue;
      }
      Node property = schema.properties().get(entry.key());
      Node free = schema.additional() == null ? Node.ANY : schema.additional();
      values.put(
          property == null ? entry.key() : Escapes.of(entry.key()),
          of(entry.value(), property == null ? free : property));
    }
    schema
        .properties()
        .forEach((name, property) -> {
          String preset = property.preset();
          if (preset != null) {
            values.computeIfAbsent(Escapes.of(name), n -> preset(preset, property));
          }
        });
    return values;
  }

  private static Object scalar(Scalar s, Node schema) {
    return switch (s.type()) {
      case STRING, NULL -> s.text();
      case BOOLEAN -> Numbers.isTrue(s.text());
      case FLOAT -> Numbers.real(s.text());
      case INTEGER ->
          schema.types() == Node.NUMBER
              ? (Object) Numbers.integer(s.text()).doubleValue()
              : (Object) Numbers.integer(s.text()).longValue();
    };
  }

  private static Object preset(String json, Node schema) {
    try {
      return widened(JSON.readValue(json, Object.class), schema);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a default that is no JSON", e);
    }
  }

  private static Object widened(Object value, Node schema) {
    return switch (value) {
      case Integer i ->
          schema.types() == Node.NUMBER ? (Object) i.doubleValue() : (Object) i.longValue();
      case Map<?, ?> map -> {
        Map<String, Object> widened = new LinkedHashMap<>();
        map.forEach((k, v) -> {
          if (v != null) {
            Node property = schema.properties().getOrDefault(k.toString(), Node.ANY);
            widened.put(Escapes.of(k.toString()), widened(v, property));
          }
        });
        yield widened;
      }
      case List<?> list -> list.stream().map(v -> widened(v, Node.ANY)).toList();
      default -> value;
    };
  }
}
