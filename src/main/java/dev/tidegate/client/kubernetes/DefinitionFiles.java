package dev.tidegate.client.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes CustomResourceDefinitions, reduced to what schemas need, one file each. */
final class DefinitionFiles {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,250}");
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private DefinitionFiles() {}

  /** Gives the files written, sorted. */
  static List<Path> write(byte[] list, Path folder) throws IOException {
    JsonNode items = JSON.readTree(list).path("items");
    if (!items.isArray()) {
      throw RemoteException.lasting("kubernetes", "the answer is no list of definitions", null);
    }
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (JsonNode item : items) {
      String name = item.path("metadata").path("name").asText();
      if (NAME.matcher(name).matches()) {
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, JSON.writeValueAsString(reduced(name, item.path("spec"))) + "\n");
        written.add(file);
      }
    }
    return written.stream().sorted().toList();
  }

  private static JsonNode reduced(String name, JsonNode spec) {
    ObjectNode definition = JSON.createObjectNode();
    definition.put("apiVersion", "apiextensions.k8s.io/v1");
    definition.put("kind", "CustomResourceDefinition");
    definition.putObject("metadata").put("name", name);
    ObjectNode kept = definition.putObject("spec");
    for (String field : List.of("group", "names", "scope", "versions")) {
      kept.set(field, spec.path(field));
    }
    withoutSentences(kept);
    return definition;
  }

  /** A description is a text; a property of that name is a map. */
  private static void withoutSentences(JsonNode node) {
    if (node instanceof ObjectNode map && map.path("description").isTextual()) {
      map.remove("description");
    }
    node.forEach(DefinitionFiles::withoutSentences);
  }
}
