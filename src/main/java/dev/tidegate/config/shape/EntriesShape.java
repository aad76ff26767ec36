package dev.tidegate.config.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A map with free keys.
 *
 * @param known whether a key exists
 * @param called what a key stands for, such as rule
 */
public record EntriesShape<V>(Shape<V> value, BiPredicate<String, Reading> known, String called)
    implements Shape<Map<String, V>> {
  @Override
  public Optional<Map<String, V>> read(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode map)) {
      reading.problem(node, path, "this must be a map", "Write lines of " + called + ": value");
      return Optional.empty();
    }
    Map<String, V> entries = new LinkedHashMap<>();
    boolean sound = true;
    for (NodeTuple tuple : map.getValue()) {
      Node keyNode = tuple.getKeyNode();
      String key = keyNode instanceof ScalarNode s ? s.getValue() : "";
      String at = path + "." + key;
      if (key.isBlank() || !known.test(key, reading)) {
        String remedy =
            ObjectShape.nearest(key, reading.ruleIds().stream().sorted().toList())
                .map(k -> "Did you mean '" + k + "'?")
                .orElse("Name one that exists");
        reading.problem(keyNode, at, "there is no such " + called, remedy);
        sound = false;
        continue;
      }
      Optional<V> read = value.read(tuple.getValueNode(), at, reading);
      sound &= read.isPresent();
      if (read.isPresent() && entries.put(key, read.get()) != null) {
        reading.problem(keyNode, at, "this " + called + " stands twice", "Remove one of them");
        sound = false;
      }
    }
    return sound ? Optional.of(entries) : Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", value.schema());
    return schema;
  }
}
