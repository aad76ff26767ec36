package dev.tidegate.sim;

import static dev.tidegate.sim.Shapes.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.sim.SimServer.Reply;
import dev.tidegate.sim.SimServer.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The REST calls of {@link SimGitHub}, one after the other under its lock. */
final class SimRest {
  private final SimGitHub forge;
  private final SimServer server;
  private final Shapes shapes;
  private final Map<Long, List<Object>> annotations = new HashMap<>();

  SimRest(SimGitHub forge, SimServer server, Shapes shapes) {
    this.forge = forge;
    this.server = server;
    this.shapes = shapes;
  }

  void routes() {
    String r = "/repos/" + forge.repo();
    app("GET", r + "/installation", q -> Reply.json(200, shapes.of("installation", map())));
    app("GET", "/app", q -> Reply.json(200, shapes.of("app", map())));
    app(
        "GET",
        "/app/installations",
        q -> Reply.json(200, List.of(shapes.of("installation", map()))));
    app("POST", "/app/installations/{id}/access_tokens", q -> Reply.json(201, installationToken()));
    app("GET", "/app/hook/deliveries", q -> Reply.json(200, deliveries()));
    app("GET", "/app/hook/deliveries/{d}", q -> delivery(Long.parseLong(q.parts().get(0))));
    get("/user", q -> Reply.json(200, shapes.user("tidegate[bot]")));
    get(
        "/rate_limit",
        q -> Reply.json(200, map("resources", map("core", limit()), "rate", limit())));
    get(r, q -> Reply.json(200, shapes.repository()));
    get(r + "/pulls/{n}", q -> pullReply(Integer.parseInt(q.parts().get(0))));
    get(r + "/pulls", q -> pullList(p -> p.open()));
    post(r + "/pulls", q -> openPull(q.json()));
    route("PUT", r + "/pulls/{n}/merge", q -> merge(Integer.parseInt(q.parts().get(0))));
    get(r + "/commits/{sha}/pulls", q -> pullList(p -> contains(p, q.parts().get(0))));
    get(
        r + "/collaborators/{u}/permission",
        q -> {
          boolean stranger = q.parts().get(0).startsWith("stranger");
          String level = stranger ? "read" : "write";
          return Reply.json(
              200,
              map("permission", level, "role_name", level, "user", shapes.user(q.parts().get(0))));
        });
    get(r + "/commits/{sha}/check-runs", q -> checkList(q));
    post(r + "/check-runs", q -> createCheck(q.json()));
    route(
        "PATCH",
        r + "/check-runs/{id}",
        q -> updateCheck(Long.parseLong(q.parts().get(0)), q.json()));
    get(
        r + "/check-runs/{id}/annotations",
        q ->
            Reply.json(200, annotations.getOrDefault(Long.parseLong(q.parts().get(0)), List.of())));
    get(r + "/commits/{sha}/statuses", q -> statuses(q.parts().get(0)));
    post(r + "/statuses/{sha}", q -> createStatus(q.parts().get(0), q.json()));
    get(r + "/issues/{n}/comments", q -> commentList(q));
    post(
        r + "/issues/{n}/comments",
        q -> createComment(Integer.parseInt(q.parts().get(0)), q.json().path("body").asText()));
    route("PATCH", r + "/issues/comments/{id}", q -> editComment(q));
    get(r + "/hooks", q -> Reply.json(200, hooks()));
    get(r + "/hooks/{id}/deliveries", q -> Reply.json(200, deliveries()));
    get(r + "/hooks/{id}/deliveries/{d}", q -> delivery(Long.parseLong(q.parts().get(1))));
  }

  private Map<String, @Nullable Object> limit() {
    return map("limit", 5000, "remaining", 4999, "reset", 4102444800L, "used", 1);
  }

  private void get(String path, Answer answer) {
    route("GET", path, answer);
  }

  private void post(String path, Answer answer) {
    route("POST", path, answer);
  }

  /** For the App itself, which shows a signed JWT: three parts; who signed it is not checked. */
  private void app(String method, String path, Answer answer) {
    server.route(
        method,
        path,
        q -> {
          if (q.header("Authorization").split("\\.", -1).length != 3) {
            return Reply.json(401, map("message", "A JSON web token could not be decoded"));
          }
          synchronized (forge) {
            return answer.to(q);
          }
        });
  }

  private Map<String, @Nullable Object> installationToken() {
    Map<String, @Nullable Object> m = map("token", forge.token);
    m.put(
        "expires_at",
        Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS).toString());
    m.put("permissions", map("checks", "write", "contents", "read", "pull_requests", "write"));
    m.put("repository_selection", "selected");
    return m;
  }

  private void route(String method, String path, Answer answer) {
    server.route(
        method,
        path,
        q -> {
          if (!q.header("Authorization").endsWith(" " + forge.token)) {
            return Reply.json(401, map("message", "Bad credentials", "status", "401"));
          }
          synchronized (forge) {
            return answer.to(q);
          }
        });
  }

  private Reply pullReply(int number) {
    SimPull pull = forge.pulls.get(number);
    return pull == null
        ? Reply.json(404, map("message", "Not Found"))
        : Reply.json(200, shapes.pull(pull, forge.git.tip(pull.target()).orElse("")));
  }

  private Reply openPull(JsonNode in) {
    String head = in.path("head").asText();
    if (forge.tip(head).isEmpty()) {
      return Reply.json(422, map("message", "Validation Failed: head does not exist"));
    }
    String base = in.path("base").asText("main");
    SimPull pull = forge.openPull(in.path("title").asText("Untitled"), "you", head, base);
    return Reply.json(201, shapes.pull(pull, forge.git.tip(base).orElse("")));
  }

  private Reply merge(int number) {
    return forge
        .merge(number, "you")
        .map(sha -> Reply.json(200, map("sha", sha, "merged", true, "message", "Merged")))
        .orElseGet(() ->
            Reply.json(405, map("message", "Required status check \"tidegate\" is expected.")));
  }

  private Reply pullList(Predicate<SimPull> wanted) {
    List<Object> found = new ArrayList<>();
    for (SimPull p : forge.pulls.values()) {
      if (wanted.test(p)) {
        found.add(shapes.pull(p, forge.git.tip(p.target()).orElse("")));
      }
    }
    return Reply.json(200, found);
  }

  private boolean contains(SimPull pull, String sha) {
    return pull.head().equals(sha)
        || pull.mergeCommit().equals(sha)
        || forge.git.isAncestor(sha, pull.head());
  }

  private Reply checkList(Request q) {
    String name = q.query().getOrDefault("check_name", "");
    List<Object> found = new ArrayList<>();
    for (SimCheck c : forge.checks(q.parts().get(0)).reversed()) {
      if (name.isEmpty() || c.name().equals(name)) {
        found.add(shapes.check(c));
      }
    }
    return Reply.json(200, map("total_count", found.size(), "check_runs", found));
  }

  private Reply createCheck(JsonNode in) {
    if (!forge.checksAllowed) {
      return Reply.json(
          403, map("message", "You must authenticate via a GitHub App.", "status", "403"));
    }
    SimCheck check = SimCheck.queued(++forge.ids).with(in);
    forge.checks.put(check.id(), check);
    annotate(check.id(), in);
    return Reply.json(201, shapes.check(check));
  }

  private Reply updateCheck(long id, JsonNode in) {
    SimCheck check = forge.checks.get(id);
    if (check == null) {
      return Reply.json(404, map("message", "Not Found"));
    }
    SimCheck now = check.with(in);
    forge.checks.put(id, now);
    annotate(id, in);
    return Reply.json(200, shapes.check(now));
  }

  private void annotate(long id, JsonNode in) {
    List<Object> all = annotations.computeIfAbsent(id, i -> new ArrayList<>());
    for (JsonNode a : in.path("output").path("annotations")) {
      ObjectNode full = SimServer.JSON.createObjectNode();
      for (String field : List.of("start_column", "end_column", "title", "raw_details")) {
        full.putNull(field);
      }
      full.put("blob_href", server.uri() + "/" + forge.repo() + "/blob/main");
      a.properties().forEach(e -> full.set(e.getKey(), e.getValue()));
      all.add(full);
    }
  }

  private Reply createStatus(String sha, JsonNode in) {
    String state = in.path("state").asText();
    SimCheck check =
        new SimCheck(
            ++forge.ids,
            sha,
            in.path("context").asText(),
            "",
            state.equals("pending") ? "in_progress" : "completed",
            state.equals("pending") ? "" : state,
            in.path("description").asText(),
            "",
            "",
            List.of());
    forge.checks.put(check.id(), check);
    return Reply.json(201, shapes.status(check));
  }

  private Reply statuses(String sha) {
    List<Object> found = new ArrayList<>();
    forge.checks(sha).reversed().forEach(c -> found.add(shapes.status(c)));
    return Reply.json(200, found);
  }

  private Reply commentList(Request q) {
    int page = Integer.parseInt(q.query().getOrDefault("page", "1"));
    int size = Integer.parseInt(q.query().getOrDefault("per_page", "30"));
    int pull = Integer.parseInt(q.parts().get(0));
    List<Object> found = new ArrayList<>();
    forge.comments(pull).stream()
        .skip((page - 1L) * size)
        .limit(size)
        .forEach(c -> found.add(shapes.comment(c)));
    return Reply.json(200, found);
  }

  private Reply createComment(int pull, String body) {
    if (body.length() > 65_536) {
      return Reply.json(422, map("message", "Validation Failed: body is too long"));
    }
    SimPull.Comment comment = new SimPull.Comment(++forge.ids, pull, "tidegate[bot]", body, 0);
    forge.comments.put(comment.id(), comment);
    return Reply.json(201, shapes.comment(comment));
  }

  private Reply editComment(Request q) {
    SimPull.Comment old = forge.comments.get(Long.parseLong(q.parts().get(0)));
    if (old == null) {
      return Reply.json(404, map("message", "Not Found"));
    }
    SimPull.Comment now = old.edited(q.json().path("body").asText());
    forge.comments.put(now.id(), now);
    return Reply.json(200, shapes.comment(now));
  }

  private List<Object> hooks() {
    SimHook hook = forge.hook;
    return hook == null ? List.of() : List.of(hook.json(shapes));
  }

  private List<Object> deliveries() {
    List<Object> found = new ArrayList<>();
    SimHook hook = forge.hook;
    if (hook != null) {
      hook.sent().reversed().forEach(s -> found.add(s.json(shapes)));
    }
    return found;
  }

  private Reply delivery(long id) {
    SimHook h = Objects.requireNonNull(forge.hook);
    for (SimHook.Sent s : h.sent()) {
      if (s.id() == id) {
        ObjectNode m = (ObjectNode) s.json(shapes);
        m.set(
            "request",
            SimServer.JSON.valueToTree(
                map(
                    "headers",
                    map("X-GitHub-Event", s.event()),
                    "payload",
                    SimServer.tree(s.body()))));
        m.set("response", SimServer.JSON.valueToTree(map("headers", map(), "payload", "")));
        return Reply.json(200, m);
      }
    }
    return Reply.json(404, map("message", "Not Found"));
  }

  private interface Answer {
    Reply to(Request request);
  }
}
