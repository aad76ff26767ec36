package dev.tidegate.client.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.testing.GitHubContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;

/**
 * A GitHub in memory for one repository, {@code acme/gitops}: keeps what is written, can be told to
 * fail, and holds every request and reply against GitHub's own description where that is present.
 */
final class FakeGitHub extends Dispatcher implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Optional<GitHubContract> CONTRACT = GitHubContract.find();
  private static final String REPO = "/repos/acme/gitops";

  final List<String> asked = new ArrayList<>();
  final List<String> breaches = new ArrayList<>();
  final Map<Long, ObjectNode> checks = new TreeMap<>();
  final Map<Long, List<JsonNode>> annotations = new TreeMap<>();
  final Map<Long, ObjectNode> comments = new TreeMap<>();
  final List<ObjectNode> statuses = new ArrayList<>();
  final List<ObjectNode> hooks = new ArrayList<>();
  final Map<String, JsonNode> fixed = new HashMap<>();
  final List<String> sentBodies = new ArrayList<>();
  Predicate<String> accepts = token -> true;
  String author = "tidegate-bot";

  /** Path to the address of its next page. */
  final Map<String, String> next = new HashMap<>();

  private String base = "";
  int tokens;

  private final MockWebServer server = new MockWebServer();
  private final Clock clock;
  private final List<Fault> faults = new ArrayList<>();
  private long ids = 100;

  private record Fault(String request, boolean effect, MockResponse reply) {}

  record Reply(int status, JsonNode body) {}

  FakeGitHub(Clock clock) {
    this.clock = clock;
    server.setDispatcher(this);
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI uri() {
    return server.url(base).uri();
  }

  /** An Enterprise Server from now on: all calls stand below {@code /api/v3}. */
  FakeGitHub enterprise() {
    base = "/api/v3";
    return this;
  }

  /** The next request that begins so is answered with this, before any effect. */
  void refuse(String request, int status, String body, String... headers) {
    MockResponse.Builder reply = new MockResponse.Builder().code(status).body(body);
    reply.addHeader("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      reply.addHeader(headers[i], headers[i + 1]);
    }
    faults.add(new Fault(request, false, reply.build()));
  }

  /** The next request that begins so takes effect, and its reply is lost. */
  void loseReply(String request) {
    MockResponse cut =
        new MockResponse.Builder()
            .onResponseStart(SocketEffect.ShutdownConnection.INSTANCE)
            .build();
    faults.add(new Fault(request, true, cut));
  }

  long count(String request) {
    return asked.stream().filter(a -> a.startsWith(request)).count();
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    String method = request.getMethod();
    if (!request.getTarget().startsWith(base + "/")) {
      breaches.add("not below " + base + ": " + request.getTarget());
      return new MockResponse.Builder().code(404).body("<html>").build();
    }
    String target = request.getTarget().substring(base.length());
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    String line = method + " " + target;
    asked.add(line);
    sentBodies.add(body);
    CONTRACT.ifPresent(c -> breaches.addAll(c.request(method, target, body)));
    Optional<Fault> fault = faults.stream().filter(f -> line.startsWith(f.request())).findFirst();
    fault.ifPresent(faults::remove);
    if (fault.isPresent() && !fault.get().effect()) {
      return fault.get().reply();
    }
    String credential = Objects.toString(request.getHeaders().get("Authorization"), "");
    Reply reply =
        accepts.test(credential.replaceFirst("^Bearer ", ""))
            ? answer(method, target, body)
            : new Reply(401, JSON.createObjectNode().put("message", "Bad credentials"));
    String json = reply.body().toString();
    CONTRACT.ifPresent(c -> breaches.addAll(c.reply(method, target, reply.status(), json)));
    MockResponse.Builder answer =
        new MockResponse.Builder()
            .code(reply.status())
            .addHeader("Content-Type", "application/json; charset=utf-8")
            .body(json);
    if (!target.contains("cursor=")) {
      Optional.ofNullable(next.get(target.replaceFirst("[?].*", "")))
          .ifPresent(n -> answer.addHeader("Link", "<" + n + ">; rel=\"next\""));
    }
    return fault.map(Fault::reply).orElseGet(answer::build);
  }

  private Reply answer(String method, String target, String body) {
    String path = target.replaceFirst("[?].*", "");
    JsonNode in = tree(body);
    JsonNode set = fixed.get(method + " " + path);
    if (set != null) {
      return new Reply(200, set);
    }
    if (path.equals("/user")) {
      return new Reply(200, self());
    }
    if (path.equals(REPO)) {
      return new Reply(200, shape("repository", Map.of("id", 1)));
    }
    if (path.endsWith("/access_tokens")) {
      return new Reply(
          201,
          JSON.createObjectNode()
              .put("token", "ghs" + "_7_" + "x".repeat(300) + ++tokens)
              .put("expires_at", clock.instant().plus(Duration.ofHours(1)).toString()));
    }
    if (path.endsWith("/check-runs") || path.contains("/check-runs/")) {
      return checkRuns(method, path, in);
    }
    if (path.endsWith("/comments") || path.contains("/comments/")) {
      return comments(method, path, target, in);
    }
    if (path.endsWith("/statuses") || path.contains("/statuses/")) {
      return statuses(method, path, in);
    }
    if (method.equals("PATCH") && path.matches(".*/hooks/[0-9]+")) {
      ObjectNode hook = hooks.getFirst();
      in.properties().forEach(e -> hook.set(e.getKey(), e.getValue()));
      return new Reply(200, hook);
    }
    if (path.endsWith("/hooks")) {
      return method.equals("GET") ? new Reply(200, array(hooks)) : new Reply(201, hook(in));
    }
    return new Reply(404, JSON.createObjectNode().put("message", "Not Found"));
  }

  private Reply checkRuns(String method, String path, JsonNode in) {
    if (path.endsWith("/annotations")) {
      long of = Long.parseLong(path.replaceFirst(".*/check-runs/(\\d+)/annotations", "$1"));
      List<ObjectNode> all = new ArrayList<>();
      for (JsonNode a : annotations.getOrDefault(of, List.of())) {
        ObjectNode full = JSON.createObjectNode().put("blob_href", "https://github.test/blob");
        List.of("start_column", "end_column", "title", "raw_details").forEach(full::putNull);
        all.add(full.setAll((ObjectNode) a));
      }
      return new Reply(200, array(all));
    }
    if (method.equals("GET")) {
      List<ObjectNode> newest = new ArrayList<>(checks.values()).reversed();
      ObjectNode list = JSON.createObjectNode().put("total_count", checks.size());
      list.set("check_runs", array(newest));
      return new Reply(200, list);
    }
    boolean made = method.equals("POST");
    long id = made ? ++ids : Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("id", id);
    for (String field : List.of("conclusion", "completedAt", "title", "summary", "text")) {
      values.put(field, "");
    }
    values.putAll(Map.of("headSha", "", "name", "", "externalId", "", "status", ""));
    values.put("annotations", 0);
    ObjectNode run = checks.computeIfAbsent(id, i -> (ObjectNode) shape("check", values));
    run.set("conclusion", JSON.nullNode());
    run.set("completed_at", JSON.nullNode());
    ((ObjectNode) run.path("app")).put("id", 7);
    in.properties().stream()
        .filter(e -> !e.getKey().equals("output"))
        .forEach(e -> run.set(e.getKey(), e.getValue()));
    ObjectNode output = (ObjectNode) run.path("output");
    output.put("text", "");
    in.path("output").properties().stream()
        .filter(e -> !e.getKey().equals("annotations"))
        .forEach(e -> output.set(e.getKey(), e.getValue()));
    List<JsonNode> all = annotations.computeIfAbsent(id, i -> new ArrayList<>());
    in.path("output").path("annotations").forEach(all::add);
    output.put("annotations_count", all.size());
    return new Reply(made ? 201 : 200, run);
  }

  private Reply comments(String method, String path, String target, JsonNode in) {
    if (method.equals("GET")) {
      int page = Integer.parseInt(target.replaceFirst(".*[?&]page=(\\d+).*", "$1"));
      List<ObjectNode> all = new ArrayList<>(comments.values());
      int from = Math.min(all.size(), (page - 1) * 100);
      return new Reply(200, array(all.subList(from, Math.min(all.size(), from + 100))));
    }
    if (in.path("body").asText().length() > 65_536) {
      return new Reply(422, JSON.createObjectNode().put("message", "body is too long"));
    }
    if (method.equals("POST")) {
      return new Reply(201, comment(author, in.path("body").asText()));
    }
    ObjectNode old = comments.get(Long.parseLong(path.substring(path.lastIndexOf('/') + 1)));
    Objects.requireNonNull(old).set("body", in.path("body"));
    return new Reply(200, old);
  }

  /** Somebody writes a comment. */
  ObjectNode comment(String login, String body) {
    long id = ++ids;
    Map<String, Object> values = Map.of("id", id, "number", 7, "user", user(login), "body", body);
    ObjectNode comment = (ObjectNode) shape("comment", values);
    comments.put(id, comment);
    return comment;
  }

  private Reply statuses(String method, String path, JsonNode in) {
    if (method.equals("GET")) {
      return new Reply(200, array(statuses));
    }
    Map<String, Object> values = new HashMap<>();
    values.putAll(Map.of("id", ++ids, "headSha", path.substring(path.lastIndexOf('/') + 1)));
    values.putAll(Map.of("state", "", "title", "", "name", ""));
    ObjectNode status = (ObjectNode) shape("status", values);
    in.properties().forEach(e -> status.set(e.getKey(), e.getValue()));
    statuses.addFirst(status);
    return new Reply(201, status);
  }

  private JsonNode hook(JsonNode in) {
    ObjectNode hook = (ObjectNode) shape("hook", Map.of("id", ++ids, "target", ""));
    in.properties().forEach(e -> hook.set(e.getKey(), e.getValue()));
    hooks.add(hook);
    return hook;
  }

  static ArrayNode array(List<? extends JsonNode> nodes) {
    ArrayNode array = JSON.createArrayNode();
    nodes.forEach(array::add);
    return array;
  }

  JsonNode user(String login) {
    String type = login.endsWith("[bot]") ? "Bot" : "User";
    return shape("user", Map.of("login", login, "id", login.length(), "type", type));
  }

  private JsonNode self() {
    ObjectNode self = (ObjectNode) user(author);
    for (String field :
        List.of("bio", "blog", "company", "email", "location", "name", "hireable")) {
      self.putNull(field);
    }
    self.put("blog", "").put("created_at", "2026-01-01T00:00:00Z");
    self.put("updated_at", "2026-01-01T00:00:00Z");
    for (String field : List.of("followers", "following", "public_gists", "public_repos")) {
      self.put(field, 0);
    }
    return self;
  }

  /** A template of the simulation, filled in. */
  JsonNode shape(String name, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    all.putIfAbsent("api", "https://api.test");
    all.putIfAbsent("web", "https://web.test");
    all.putIfAbsent("full", "acme/gitops");
    all.putIfAbsent("name", "gitops");
    all.putIfAbsent("branch", "main");
    if (!name.equals("user")) {
      all.putIfAbsent("owner", user("acme"));
    }
    if (name.equals("pull")) {
      all.putIfAbsent("repository", shape("repository", Map.of("id", 1)));
    }
    try (InputStream in = FakeGitHub.class.getResourceAsStream("/sim/" + name + ".json")) {
      return filled(JSON.readTree(Objects.requireNonNull(in)), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode filled(JsonNode node, Map<String, Object> values) {
    if (node.isObject()) {
      ObjectNode out = JSON.createObjectNode();
      node.properties().forEach(e -> out.set(e.getKey(), filled(e.getValue(), values)));
      return out;
    }
    if (node.isArray()) {
      ArrayNode out = JSON.createArrayNode();
      node.forEach(n -> out.add(filled(n, values)));
      return out;
    }
    if (!node.isTextual()) {
      return node;
    }
    String text = node.textValue();
    for (Map.Entry<String, Object> value : values.entrySet()) {
      if (text.equals("${" + value.getKey() + "}")) {
        return JSON.valueToTree(value.getValue());
      }
      text = text.replace("${" + value.getKey() + "}", String.valueOf(value.getValue()));
    }
    return JSON.getNodeFactory().textNode(text);
  }

  private static JsonNode tree(String body) {
    try {
      return body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
