package dev.tidegate.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's JSON objects with every field that its OpenAPI description requires: templates under
 * {@code /sim} in which {@code ${name}} is filled in. Values that nothing reads are plausible, not
 * meaningful.
 */
final class Shapes {
  private static final String TIME = "2026-01-01T00:00:00Z";
  private static final Map<String, JsonNode> TEMPLATES = new ConcurrentHashMap<>();

  private final Map<String, @Nullable Object> common = new HashMap<>();

  Shapes(String base, String fullName, String branch) {
    common.put("api", base);
    common.put("web", base);
    common.put("full", fullName);
    common.put("name", fullName.substring(fullName.indexOf('/') + 1));
    common.put("branch", branch);
    common.put("owner", user(fullName.substring(0, fullName.indexOf('/'))));
    common.put("repository", of("repository", map("id", 1)));
  }

  /** Keys and values in turn. */
  static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return map;
  }

  /** A template filled in; a text that is nothing but one placeholder becomes the value itself. */
  JsonNode of(String template, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> all = new HashMap<>(common);
    all.putAll(values);
    return fill(TEMPLATES.computeIfAbsent(template, Shapes::load), all);
  }

  JsonNode repository() {
    return (JsonNode) Objects.requireNonNull(common.get("repository"));
  }

  JsonNode user(String login) {
    String type = login.endsWith("[bot]") ? "Bot" : "User";
    int id = 1000 + Math.floorMod(login.hashCode(), 100_000);
    return of("user", map("login", login, "id", id, "type", type));
  }

  JsonNode pull(SimPull pull, String baseSha) {
    Map<String, @Nullable Object> v = map("id", 5000 + pull.number(), "number", pull.number());
    v.putAll(map("title", pull.title(), "user", user(pull.author())));
    v.putAll(map("state", pull.open() ? "open" : "closed", "merged", pull.merged()));
    v.putAll(map("closedAt", pull.open() ? null : TIME, "mergedAt", pull.merged() ? TIME : null));
    v.put("mergeSha", pull.merged() ? pull.mergeCommit() : null);
    v.putAll(map("head", pull.branch(), "headSha", pull.head()));
    v.putAll(map("headOwner", pull.owner().orElse(owner()), "headRepo", repositoryOf(pull)));
    v.put("headUser", pull.owner().map(this::user).orElse(user(owner())));
    v.putAll(map("base", pull.target(), "baseSha", baseSha));
    return of("pull", v);
  }

  private String owner() {
    String full = String.valueOf(common.get("full"));
    return full.substring(0, full.indexOf('/'));
  }

  private JsonNode repositoryOf(SimPull pull) {
    if (pull.owner().isEmpty()) {
      return repository();
    }
    String login = pull.owner().get();
    return of(
        "repository", map("id", 2, "full", login + "/" + common.get("name"), "owner", user(login)));
  }

  /**
   * The suite of our App's checks for a head.
   *
   * @param branch null for a head that stands in a fork; then no pull request is named either
   */
  JsonNode suite(
      String head, @Nullable String branch, String before, List<SimPull> pulls, int runs) {
    List<Object> named = new ArrayList<>();
    for (SimPull p : branch == null ? List.<SimPull>of() : pulls) {
      named.add(
          of(
              "suite-pull",
              map(
                  "id",
                  5000 + p.number(),
                  "number",
                  p.number(),
                  "head",
                  p.branch(),
                  "headSha",
                  p.head(),
                  "base",
                  p.target())));
    }
    Map<String, @Nullable Object> v = map("suite", 9000, "headSha", head, "headBranch", branch);
    v.putAll(map("before", before, "pulls", named, "app", of("app", map()), "runs", runs));
    v.putAll(map("status", runs == 0 ? "queued" : "completed"));
    v.put("conclusion", runs == 0 ? null : "failure");
    return of("suite", v);
  }

  JsonNode comment(SimPull.Comment comment) {
    Map<String, @Nullable Object> v = map("id", comment.id(), "number", comment.pull());
    v.putAll(map("user", user(comment.author()), "body", comment.body()));
    return of("comment", v);
  }

  JsonNode check(SimCheck check) {
    boolean done = !check.conclusion().isEmpty();
    Map<String, @Nullable Object> v = map("id", check.id(), "headSha", check.headSha());
    v.putAll(map("name", check.name(), "externalId", check.externalId()));
    v.putAll(map("status", check.status(), "conclusion", done ? check.conclusion() : null));
    v.putAll(map("completedAt", done ? TIME : null, "title", check.title()));
    v.putAll(map("summary", check.summary(), "text", check.text()));
    v.put("annotations", check.annotations().size());
    return of("check", v);
  }

  JsonNode status(SimCheck check) {
    String state = check.conclusion().isEmpty() ? "pending" : check.conclusion();
    Map<String, @Nullable Object> v = map("id", check.id(), "headSha", check.headSha());
    v.putAll(map("state", state, "title", check.title(), "name", check.name()));
    return of("status", v);
  }

  private static JsonNode load(String name) {
    try (InputStream in = Shapes.class.getResourceAsStream("/sim/" + name + ".json")) {
      return SimServer.JSON.readTree(Objects.requireNonNull(in, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode fill(JsonNode node, Map<String, @Nullable Object> values) {
    if (node.isObject()) {
      ObjectNode filled = SimServer.JSON.createObjectNode();
      node.properties().forEach(e -> filled.set(e.getKey(), fill(e.getValue(), values)));
      return filled;
    }
    if (node.isArray()) {
      ArrayNode filled = SimServer.JSON.createArrayNode();
      node.forEach(n -> filled.add(fill(n, values)));
      return filled;
    }
    return node.isTextual() ? fill(node.textValue(), values) : node;
  }

  private static JsonNode fill(String text, Map<String, @Nullable Object> values) {
    if (text.matches("\\$\\{\\w+}")) {
      String key = text.substring(2, text.length() - 1);
      if (!values.containsKey(key)) {
        throw new IllegalStateException("nothing to fill in for " + text);
      }
      return SimServer.JSON.valueToTree(values.get(key));
    }
    String filled = text;
    for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
      filled = filled.replace("${" + value.getKey() + "}", String.valueOf(value.getValue()));
    }
    return SimServer.JSON.getNodeFactory().textNode(filled);
  }
}
