package dev.tidegate.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.config.shape.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON Schemas (draft 2020-12) of the configuration files, made from what reads them. */
public final class Schema {
  private Schema() {}

  /** The schema of {@code tidegate.yaml}, ending with a line feed. */
  public static String server() {
    return print(ServerShape.FILE, "tidegate.yaml, the configuration of a Tidegate server");
  }

  /** The schema of {@code .tidegate.yaml}, ending with a line feed. */
  public static String repository() {
    return print(RepositoryShape.FILE, ".tidegate.yaml of a repository judged by Tidegate");
  }

  private static String print(Shape<?> shape, String title) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.putAll(shape.schema());
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      return new ObjectMapper()
              .writer(new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
              .writeValueAsString(schema)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
