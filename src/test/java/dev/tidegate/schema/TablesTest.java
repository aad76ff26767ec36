package dev.tidegate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.schema.shape.BrokenSchema;
import dev.tidegate.schema.shape.Node;
import dev.tidegate.schema.shape.SchemaCompiler;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.testing.Contracts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * The tables say what the contracts say. Write them anew: {@code -Dschemas.write=true}. Compared
 * unpacked, since packers differ.
 */
final class TablesTest {
  private static final Path HOME = Path.of("src/main/resources/dev/tidegate/schema");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theTableOfBuiltInKindsIsFresh() throws IOException {
    Path contract = Contracts.require("kubernetes/kubernetes-1.25-1.37.json.gz");
    JsonNode root;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(contract))) {
      root = JSON.readTree(in);
    }
    Map<String, JsonNode> versions = new TreeMap<>();
    root.get("versions").properties().forEach(v -> versions.put(v.getKey(), v.getValue()));
    List<String> releases =
        versions.keySet().stream().map(v -> v.replaceFirst("\\.0$", "")).toList();
    Sharpening sharpening = Sharpening.read();
    TableWriter writer = new TableWriter(releases);
    int release = 0;
    for (JsonNode version : versions.values()) {
      Map<String, JsonNode> definitions = new TreeMap<>();
      version
          .properties()
          .forEach(d -> definitions.put(d.getKey(), root.get("pool").get(d.getValue().asInt())));
      BuiltInNodes nodes = new BuiltInNodes(definitions, sharpening);
      for (Map.Entry<String, JsonNode> definition : definitions.entrySet()) {
        JsonNode kinds = definition.getValue().path("x-kubernetes-group-version-kind");
        if (kinds.size() == 1 && definition.getValue().path("properties").has("kind")) {
          JsonNode kind = kinds.get(0);
          writer.add(
              new Kind(
                  kind.path("group").asText(),
                  kind.get("version").asText(),
                  kind.get("kind").asText()),
              release,
              nodes.definition(definition.getKey()));
        }
      }
      writer.add(
          new Kind("", "", "ObjectMeta"),
          release++,
          nodes.definition("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"));
    }
    assertThat(sharpening.unused()).as("lines that speak of no field").isEmpty();
    assertFresh("kubernetes.tbl.gz", writer);
  }

  /** Argo CD's and Infisical's own files outrank the catalogue's, which are older. */
  @Test
  void theTableOfCustomKindsIsFresh() throws IOException, BrokenSchema {
    Map<Kind, Node> kinds = new HashMap<>();
    List<String> groups = Files.readAllLines(Path.of("src/test/resources/schema/groups.txt"));
    try (JsonParser in =
        JSON.createParser(
            new GZIPInputStream(
                Files.newInputStream(Contracts.require("crds/crds-catalog.json.gz"))))) {
      in.nextToken();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        JsonNode schema = in.readValueAsTree();
        String group = name.substring(0, name.indexOf('/'));
        if (groups.contains(group)) {
          catalogued(name, schema, kinds);
        }
      }
    }
    for (String file :
        List.of(
            "argocd/application-crd.yaml",
            "argocd/applicationset-crd.yaml",
            "argocd/appproject-crd.yaml",
            "infisical/infisicalsecrets-crd.yaml",
            "infisical/infisicalstaticsecrets-crd.yaml")) {
      Mapping crd =
          (Mapping) Yaml.read(Files.readAllBytes(Contracts.require(file))).documents().getFirst();
      for (Definition definition : CustomKinds.read(crd, "")) {
        Kind kind = definition.kind();
        kinds.remove(new Kind(kind.group(), kind.version(), kind.name().toLowerCase(Locale.ROOT)));
        kinds.put(kind, definition.node());
      }
    }
    TableWriter writer = new TableWriter(List.of(""));
    List<Kind> sorted = new ArrayList<>(kinds.keySet());
    sorted.sort(java.util.Comparator.comparing(Kind::toString));
    sorted.forEach(kind -> writer.add(kind, 0, slim(Objects.requireNonNull(kinds.get(kind)))));
    assertFresh("custom.tbl.gz", writer);
  }

  private static void catalogued(String name, JsonNode schema, Map<Kind, Node> kinds) {
    String group = name.substring(0, name.indexOf('/'));
    String version = name.substring(name.lastIndexOf('_') + 1);
    String lower = name.substring(name.indexOf('/') + 1, name.lastIndexOf('_'));
    withoutMistakes(schema);
    try {
      Node node = new SchemaCompiler().compile(Yaml.read(schema.toString()).documents().getFirst());
      kinds.put(new Kind(group, version, lower), node);
    } catch (BrokenSchema e) {
      throw new AssertionError(name, e);
    }
  }

  /** The catalogue closes a field that is called "properties" as if it were the keyword. */
  private static void withoutMistakes(JsonNode schema) {
    if (schema.path("properties") instanceof ObjectNode properties
        && properties.path("additionalProperties").isBoolean()) {
      properties.remove("additionalProperties");
    }
    schema.forEach(TablesTest::withoutMistakes);
  }

  /** Without what the server never asks of a manifest. */
  private static Node slim(Node node) {
    Map<String, Node> properties = new HashMap<>(node.properties());
    properties.replace("status", Node.ANY);
    properties.replace("metadata", Node.ANY);
    properties.replace("apiVersion", Node.ANY);
    properties.replace("kind", Node.ANY);
    return new Node(
        node.types(),
        node.flags(),
        properties,
        node.required(),
        node.items(),
        node.additional(),
        node.listKeys(),
        node.preset(),
        node.bounds(),
        node.choice(),
        node.rules());
  }

  private static void assertFresh(String name, TableWriter writer) throws IOException {
    byte[] bytes = writer.bytes();
    Path file = HOME.resolve(name);
    if (Boolean.getBoolean("schemas.write")) {
      Files.createDirectories(HOME);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(bytes);
      }
      System.out.println(
          name
              + ": "
              + writer.nodes()
              + " nodes, "
              + bytes.length
              + " bytes, packed "
              + Files.size(file));
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      assertThat(in.readAllBytes()).as("%s, written anew", name).isEqualTo(bytes);
    }
  }
}
