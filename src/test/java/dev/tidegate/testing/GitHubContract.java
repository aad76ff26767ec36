package dev.tidegate.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * GitHub's own description of its REST interface: tells what is wrong with a request or a reply.
 * Thread-safe.
 */
public final class GitHubContract {
  private static final String ID = "https://contract.test/github";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;
  private final SchemaRegistry schemas;

  private GitHubContract(Path file) {
    try {
      String text = Files.readString(file);
      root = JSON.readTree(text);
      schemas =
          SchemaRegistry.withDialect(
              Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(ID, text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty where the contracts are not present. */
  public static Optional<GitHubContract> find() {
    return Contracts.find("github/openapi.json").map(GitHubContract::new);
  }

  private record Operation(String template, String pointer, JsonNode node) {}

  /**
   * @param target path and query as sent, with a leading slash
   * @param body empty where there is none
   */
  public List<String> request(String method, String target, String body) {
    URI uri = URI.create(target);
    Optional<Operation> found = operation(method, uri.getPath());
    if (found.isEmpty()) {
      return List.of(method + " " + uri.getPath() + " is no operation of GitHub's");
    }
    Operation operation = found.get();
    List<String> wrong = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (JsonNode parameter : operation.node().path("parameters")) {
      JsonNode resolved = resolved(parameter);
      if (resolved.path("in").asText().equals("query")) {
        known.add(resolved.path("name").asText());
      }
    }
    String query = uri.getQuery() == null ? "" : uri.getQuery();
    for (String pair : query.split("&")) {
      String name = pair.split("=")[0];
      if (!name.isEmpty() && !known.contains(name)) {
        wrong.add("no query parameter " + name);
      }
    }
    String pointer = operation.pointer() + "/requestBody/content/application~1json/schema";
    if (body.isEmpty() && operation.node().path("requestBody").path("required").asBoolean(false)) {
      wrong.add("a body is required");
    } else if (!body.isEmpty()) {
      wrong.addAll(validated(pointer, body));
    }
    return wrong.stream().map(w -> method + " " + operation.template() + ": " + w).toList();
  }

  /** Errors (4xx, 5xx) need not stand in the description; their bodies are not checked. */
  public List<String> reply(String method, String target, int status, String body) {
    if (status >= 300) {
      return List.of();
    }
    Optional<Operation> found = operation(method, URI.create(target).getPath());
    if (found.isEmpty()) {
      return List.of(method + " " + target + " is no operation of GitHub's");
    }
    String pointer = found.get().pointer() + "/responses/" + status;
    if (!found.get().node().path("responses").has(Integer.toString(status))) {
      return List.of(method + " " + target + " never answers " + status);
    }
    return validated(pointer + "/content/application~1json/schema", body).stream()
        .map(w -> "reply to " + method + " " + found.get().template() + ": " + w)
        .toList();
  }

  private List<String> validated(String pointer, String body) {
    if (root.at(pointer).isMissingNode()) {
      return List.of("the description has no schema at " + pointer);
    }
    String fragment = pointer.replace("{", "%7B").replace("}", "%7D");
    Schema schema = schemas.getSchema(SchemaLocation.of(ID + "#" + fragment));
    return schema.validate(body, InputFormat.JSON).stream().map(Error::toString).toList();
  }

  private JsonNode resolved(JsonNode node) {
    String ref = node.path("$ref").asText("");
    return ref.isEmpty() ? node : root.at(ref.substring(1));
  }

  /** The template with the most literal segments that fits. */
  private Optional<Operation> operation(String method, String path) {
    String[] parts = path.split("/", -1);
    String best = "";
    int most = -1;
    for (Map.Entry<String, JsonNode> entry : root.path("paths").properties()) {
      int literal = fits(entry.getKey().split("/", -1), parts);
      if (literal > most && entry.getValue().has(method.toLowerCase(Locale.ROOT))) {
        most = literal;
        best = entry.getKey();
      }
    }
    if (best.isEmpty()) {
      return Optional.empty();
    }
    String verb = method.toLowerCase(Locale.ROOT);
    String pointer = "/paths/" + best.replace("/", "~1") + "/" + verb;
    return Optional.of(new Operation(best, pointer, root.at(pointer)));
  }

  private static int fits(String[] template, String[] path) {
    if (template.length != path.length) {
      return -1;
    }
    int literal = 0;
    for (int i = 0; i < path.length; i++) {
      if (template[i].equals(path[i])) {
        literal++;
      } else if (!template[i].startsWith("{")) {
        return -1;
      }
    }
    return literal;
  }
}
