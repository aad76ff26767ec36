package dev.tidegate.schema.shape;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tidegate.schema.format.Numbers;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;

/** A value as JSON text. */
final class JsonText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JsonText() {}

  static String of(YamlNode node) {
    return json(node).toString();
  }

  private static com.fasterxml.jackson.databind.JsonNode json(YamlNode node) {
    return switch (node) {
      case Mapping map -> {
        var object = JSON.objectNode();
        map.entries().forEach(e -> object.set(e.key(), json(e.value())));
        yield object;
      }
      case Sequence list -> {
        var array = JSON.arrayNode();
        list.items().forEach(i -> array.add(json(i)));
        yield array;
      }
      case Scalar s ->
          switch (s.type()) {
            case STRING -> JSON.textNode(s.text());
            case NULL -> JSON.nullNode();
            case BOOLEAN -> JSON.booleanNode(Numbers.isTrue(s.text()));
            case INTEGER -> JSON.numberNode(Numbers.integer(s.text()));
            case FLOAT -> JSON.rawValueNode(new RawValue(Double.toString(Numbers.real(s.text()))));
          };
    };
  }
}
