package dev.tidegate.syntax;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads text that is wholly JSON, one value or several one after the other, into YAML's nodes. */
final class JsonReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Yaml.MAX_DEPTH)
                  .maxStringLength(Yaml.MAX_CHARS)
                  .maxNameLength(Yaml.MAX_CHARS)
                  .build())
          .build();
  private int nodes;

  static boolean looksLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        return c == '{' || c == '[';
      }
    }
    return false;
  }

  /** The values; empty where the text is not wholly JSON, or beyond the budgets. */
  Optional<List<YamlNode>> read(String text) {
    List<YamlNode> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        values.add(value(parser, token));
      }
      return Optional.of(values);
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private YamlNode value(JsonParser parser, JsonToken token) throws IOException {
    if (++nodes > Yaml.MAX_NODES) {
      throw new IOException("more than " + Yaml.MAX_NODES + " values");
    }
    JsonLocation at = parser.currentTokenLocation();
    int line = at.getLineNr();
    int column = at.getColumnNr();
    return switch (token) {
      case START_OBJECT -> {
        List<YamlNode.Entry> entries = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          JsonLocation place = parser.currentTokenLocation();
          YamlNode value = value(parser, parser.nextToken());
          entries.add(new YamlNode.Entry(key, value, place.getLineNr(), place.getColumnNr()));
        }
        yield new Mapping(entries, line, column);
      }
      case START_ARRAY -> {
        List<YamlNode> items = new ArrayList<>();
        for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
          items.add(value(parser, t));
        }
        yield new Sequence(items, line, column);
      }
      case VALUE_STRING ->
          new Scalar(parser.getText(), YamlNode.Type.STRING, false, false, line, column);
      case VALUE_NUMBER_INT -> scalar(parser, YamlNode.Type.INTEGER, line, column);
      case VALUE_NUMBER_FLOAT -> scalar(parser, YamlNode.Type.FLOAT, line, column);
      case VALUE_TRUE, VALUE_FALSE -> scalar(parser, YamlNode.Type.BOOLEAN, line, column);
      case VALUE_NULL -> scalar(parser, YamlNode.Type.NULL, line, column);
      default -> throw new IOException("unexpected " + token);
    };
  }

  private static Scalar scalar(JsonParser parser, YamlNode.Type type, int line, int column)
      throws IOException {
    return new Scalar(parser.getText(), type, true, false, line, column);
  }
}
