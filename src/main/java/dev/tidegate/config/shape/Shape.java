package dev.tidegate.config.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What may stand at a place of a configuration file: reads it, and describes it as JSON Schema. The
 * one truth about the files: reader, schema and reference page all come from it. Immutable.
 */
public interface Shape<T> {
  /** The value, or empty after the problems have been told to the reading. */
  Optional<T> read(Node node, String path, Reading reading);

  /** Draft 2020-12, as maps, lists and scalars; a new map at each call. */
  Map<String, Object> schema();

  /** Turns the value into another; an IllegalArgumentException of the function is a problem. */
  default <U> Shape<U> as(Function<T, U> make, String remedy) {
    return as((value, reading) -> make.apply(value), remedy);
  }

  /** Like {@link #as(Function, String)} for what depends on the file that is read. */
  default <U> Shape<U> as(BiFunction<T, Reading, U> make, String remedy) {
    return new Shape<>() {
      @Override
      public Optional<U> read(Node node, String path, Reading reading) {
        Optional<T> value = Shape.this.read(node, path, reading);
        if (value.isEmpty()) {
          return Optional.empty();
        }
        try {
          return Optional.of(make.apply(value.get(), reading));
        } catch (IllegalArgumentException e) {
          reading.problem(node, path, String.valueOf(e.getMessage()), remedy);
          return Optional.empty();
        }
      }

      @Override
      public Map<String, Object> schema() {
        return Shape.this.schema();
      }
    };
  }

  /** The same with more said in the schema. */
  default Shape<T> with(String keyword, Object value) {
    return new Shape<>() {
      @Override
      public Optional<T> read(Node node, String path, Reading reading) {
        return Shape.this.read(node, path, reading);
      }

      @Override
      public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>(Shape.this.schema());
        schema.put(keyword, value);
        return schema;
      }
    };
  }
}
