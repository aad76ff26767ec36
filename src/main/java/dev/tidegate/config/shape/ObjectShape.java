package dev.tidegate.config.shape;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A map with known keys. Unknown and repeated keys, and missing ones, are problems. */
public final class ObjectShape<T> implements Shape<T> {
  private final List<Property<?>> keys;
  private final List<Property<?>> oneOf;
  private final Function<Values, T> make;

  private ObjectShape(List<Property<?>> keys, List<Property<?>> oneOf, Function<Values, T> make) {
    this.keys = keys;
    this.oneOf = oneOf;
    this.make = make;
  }

  public static <T> ObjectShape<T> of(Function<Values, T> make, Property<?>... keys) {
    return new ObjectShape<>(List.of(keys), List.of(), make);
  }

  /** The same where exactly one of these keys must stand. */
  public ObjectShape<T> exactlyOneOf(Property<?>... choices) {
    return new ObjectShape<>(keys, List.of(choices), make);
  }

  /**
   * A key of a map.
   *
   * @param doc one sentence for the schema
   * @param fallback what counts where the key does not stand
   */
  public record Property<V>(
      String name, Shape<V> shape, boolean required, Optional<V> fallback, String doc) {
    public static <V> Property<V> required(String name, Shape<V> shape, String doc) {
      return new Property<>(name, shape, true, Optional.empty(), doc);
    }

    public static <V> Property<V> optional(String name, Shape<V> shape, String doc) {
      return new Property<>(name, shape, false, Optional.empty(), doc);
    }

    public Property<V> orElse(V value) {
      return new Property<>(name, shape, false, Optional.of(value), doc);
    }
  }

  /** The values read, by key. */
  public static final class Values {
    private final IdentityHashMap<Property<?>, Object> read = new IdentityHashMap<>();
    private final Reading reading;

    private Values(Reading reading) {
      this.reading = reading;
    }

    public Reading reading() {
      return reading;
    }

    /** The value of a key that is required or has a fallback. */
    public <V> V get(Property<V> key) {
      return find(key).orElseThrow(() -> new IllegalStateException(key.name()));
    }

    @SuppressWarnings(
        "unchecked") // put() below is the only writer and keeps key and value together
    public <V> Optional<V> find(Property<V> key) {
      V value = (V) read.get(key);
      return value == null ? key.fallback() : Optional.of(value);
    }

    private <V> boolean put(Property<V> key, Node node, String path) {
      Optional<V> value = key.shape().read(node, path, reading);
      value.ifPresent(v -> read.put(key, v));
      return value.isPresent();
    }
  }

  @Override
  public Optional<T> read(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode map)) {
      reading.problem(node, path, "this must be a map", "Known keys: " + names());
      return Optional.empty();
    }
    boolean sound = true;
    Values values = new Values(reading);
    Map<String, Node> seen = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Node keyNode = tuple.getKeyNode();
      String name = keyNode instanceof ScalarNode s ? s.getValue() : "";
      String at = path.isEmpty() ? name : path + "." + name;
      Optional<Property<?>> key = keys.stream().filter(k -> k.name().equals(name)).findFirst();
      if (key.isEmpty()) {
        reading.problem(keyNode, path, "unknown key " + shown(name), suggestion(name));
        sound = false;
      } else if (seen.putIfAbsent(name, keyNode) != null) {
        int first = seen.get(name).getStartMark().map(m -> m.getLine() + 1).orElse(0);
        reading.problem(
            keyNode, at, "this key stands twice, first in line " + first, "Remove one of them");
        sound = false;
      } else {
        sound &= values.put(key.get(), tuple.getValueNode(), at);
      }
    }
    for (Property<?> key : keys) {
      if (key.required() && !seen.containsKey(key.name())) {
        String remedy = "Add it: " + key.doc();
        reading.problem(node, path, "the key " + key.name() + " is missing", remedy);
        sound = false;
      }
    }
    long chosen = oneOf.stream().filter(k -> seen.containsKey(k.name())).count();
    if (!oneOf.isEmpty() && chosen != 1) {
      String choices = String.join(", ", oneOf.stream().map(Property::name).toList());
      String what = chosen == 0 ? "one of these is missing: " : "only one of these may stand: ";
      reading.problem(node, path, what + choices, "State exactly one");
      sound = false;
    }
    return sound ? made(values, node, path) : Optional.empty();
  }

  private Optional<T> made(Values values, Node node, String path) {
    try {
      return Optional.of(make.apply(values));
    } catch (IllegalArgumentException e) {
      values.reading().problem(node, path, String.valueOf(e.getMessage()), "");
      return Optional.empty();
    }
  }

  private String names() {
    return String.join(", ", keys.stream().map(Property::name).toList());
  }

  private static String shown(String name) {
    String clean = name.replaceAll("[^ -~]", "?");
    return "'" + (clean.length() > 40 ? clean.substring(0, 40) + "..." : clean) + "'";
  }

  private String suggestion(String name) {
    return nearest(name, keys.stream().map(Property::name).toList())
        .map(k -> "Did you mean '" + k + "'?")
        .orElse("Known keys: " + names());
  }

  /** The candidate that a typing mistake or two away would give the word. */
  public static Optional<String> nearest(String word, List<String> candidates) {
    return candidates.stream()
        .filter(c -> distance(word, c) <= Math.max(1, c.length() / 4))
        .min(java.util.Comparator.comparingInt(c -> distance(word, c)));
  }

  private static int distance(String a, String b) {
    String left = a.substring(0, Math.min(a.length(), 64)).toLowerCase(java.util.Locale.ROOT);
    String right = b.toLowerCase(java.util.Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Property<?> key : keys) {
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("description", key.doc());
      property.putAll(key.shape().schema());
      properties.put(key.name(), property);
    }
    schema.put("properties", properties);
    List<String> required = new ArrayList<>();
    keys.stream().filter(Property::required).map(Property::name).forEach(required::add);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    if (!oneOf.isEmpty()) {
      schema.put("oneOf", oneOf.stream().map(k -> Map.of("required", List.of(k.name()))).toList());
    }
    schema.put("additionalProperties", false);
    return schema;
  }
}
