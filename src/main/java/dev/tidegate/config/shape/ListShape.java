package dev.tidegate.config.shape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A list of one shape, at most 10,000 long. */
public final class ListShape<T> implements Shape<List<T>> {
  private static final int LONGEST = 10_000;
  private final Shape<T> item;
  private final int least;
  private final List<Distinct<T>> distinct;

  private ListShape(Shape<T> item, int least, List<Distinct<T>> distinct) {
    this.item = item;
    this.least = least;
    this.distinct = distinct;
  }

  public static <T> ListShape<T> of(Shape<T> item) {
    return new ListShape<>(item, 0, List.of());
  }

  public ListShape<T> atLeast(int count) {
    return new ListShape<>(item, count, distinct);
  }

  /** No two items may have the same mark; items without one do not count. */
  public ListShape<T> distinct(Function<T, Optional<String>> mark, String what, String remedy) {
    List<Distinct<T>> all = new ArrayList<>(distinct);
    all.add(new Distinct<>(mark, what, remedy));
    return new ListShape<>(item, least, all);
  }

  private record Distinct<T>(Function<T, Optional<String>> mark, String what, String remedy) {}

  @Override
  public Optional<List<T>> read(Node node, String path, Reading reading) {
    if (!(node instanceof SequenceNode list)) {
      reading.problem(
          node, path, "this must be a list", "Write [ ... ] or lines that begin with -");
      return Optional.empty();
    }
    int count = list.getValue().size();
    if (count < least || count > LONGEST) {
      reading.problem(
          node, path, "this list has " + count + " items", "Give it " + least + " to " + LONGEST);
      return Optional.empty();
    }
    List<T> values = new ArrayList<>();
    List<Set<String>> marks = new ArrayList<>();
    distinct.forEach(d -> marks.add(new HashSet<>()));
    boolean sound = true;
    for (int i = 0; i < count; i++) {
      Node child = list.getValue().get(i);
      String at = path + "[" + i + "]";
      Optional<T> value = item.read(child, at, reading);
      sound &= value.isPresent();
      if (value.isPresent()) {
        values.add(value.get());
        for (int d = 0; d < distinct.size(); d++) {
          Optional<String> mark = distinct.get(d).mark().apply(value.get());
          if (mark.isPresent() && !marks.get(d).add(mark.get())) {
            reading.problem(child, at, distinct.get(d).what(), distinct.get(d).remedy());
            sound = false;
          }
        }
      }
    }
    return sound ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", item.schema());
    if (least > 0) {
      schema.put("minItems", least);
    }
    return schema;
  }
}
