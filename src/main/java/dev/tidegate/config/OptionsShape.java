package dev.tidegate.config;

import dev.tidegate.config.shape.EntriesShape;
import dev.tidegate.config.shape.KnownRules;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The options of one rule: only those that it has, with values that it can use. */
record OptionsShape(Shape<Map<String, List<String>>> any)
    implements Shape<Map<String, List<String>>> {
  private static final String RULES = "rules.";
  private static final String OPTIONS = ".options";

  OptionsShape() {
    this(new EntriesShape<>(new RepositoryShape.OneOrMore(), (k, r) -> true, "option"));
  }

  @Override
  public Optional<Map<String, List<String>>> read(Node node, String path, Reading reading) {
    Optional<Map<String, List<String>>> read = any.read(node, path, reading);
    int start = path.lastIndexOf(RULES);
    String rule = start < 0 ? "" : path.substring(start + RULES.length()).replace(OPTIONS, "");
    KnownRules rules = reading.rules();
    if (read.isEmpty() || !rules.ids().contains(rule) || !(node instanceof MappingNode map)) {
      return read;
    }
    boolean sound = true;
    for (NodeTuple tuple : map.getValue()) {
      String name = ((ScalarNode) tuple.getKeyNode()).getValue();
      String at = path + "." + name;
      List<String> names = rules.options(rule).stream().sorted().toList();
      if (!names.contains(name)) {
        reading.problem(tuple.getKeyNode(), at, "the rule has no such option", remedy(name, names));
        sound = false;
        continue;
      }
      Optional<String> fault = rules.fault(rule, name, read.get().getOrDefault(name, List.of()));
      fault.ifPresent(
          f -> reading.problem(tuple.getValueNode(), at, "the rule cannot use this value", f));
      sound &= fault.isEmpty();
    }
    return sound ? read : Optional.empty();
  }

  private static String remedy(String name, List<String> names) {
    return names.isEmpty()
        ? "Remove it; this rule has no options"
        : ObjectShape.nearest(name, names)
            .map(n -> "Did you mean '" + n + "'?")
            .orElse("It has: " + String.join(", ", names));
  }

  @Override
  public Map<String, Object> schema() {
    return any.schema();
  }
}
