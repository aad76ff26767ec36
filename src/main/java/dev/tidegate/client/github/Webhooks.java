package dev.tidegate.client.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.http.HttpRequest;
import dev.tidegate.client.http.HttpResponse;
import dev.tidegate.gate.Hooks;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The hooks that feed us and what GitHub recorded of their deliveries: an App has one hook of its
 * own, with a token each repository has one.
 */
final class Webhooks implements Hooks, RecordedDeliveries {
  private static final String APP = "app";
  private static final int PAGES = 50;
  private static final int LAST = 5;

  private final Api api;
  private final boolean app;
  private final Optional<URI> target;

  Webhooks(Api api, boolean app, Optional<URI> target) {
    this.api = api;
    this.app = app;
    this.target = target;
  }

  @Override
  public List<Recorded> since(List<RepoId> repositories, Instant instant) {
    List<Recorded> found = new ArrayList<>();
    if (app) {
      found.addAll(listed(APP, "", "app/hook/deliveries", instant));
    } else {
      for (RepoId repo : repositories) {
        for (JsonNode hook : ours(repo, target)) {
          String id = hook.path("id").asText();
          String path = Api.path(repo, "hooks/" + id + "/deliveries");
          found.addAll(listed(repo.fullName(), id, path, instant));
        }
      }
    }
    found.sort(Comparator.comparing(Recorded::at).thenComparingLong(Recorded::id));
    return found;
  }

  /** Pages by cursor, newest first, until older than asked for. */
  private List<Recorded> listed(String source, String hookId, String path, Instant instant) {
    List<Recorded> found = new ArrayList<>();
    Optional<HttpRequest> next = Optional.of(api.request(path + "?per_page=100"));
    for (int page = 0; page < PAGES && next.isPresent(); page++) {
      HttpResponse response = send(source, next.get());
      next = api.next(response);
      for (JsonNode item : json(response)) {
        Recorded recorded = recorded(source, hookId, item);
        if (recorded.at().isBefore(instant)) {
          return found;
        }
        found.add(recorded);
      }
    }
    return found;
  }

  private static JsonNode json(HttpResponse response) {
    return Api.json(response)
        .orElseThrow(() -> Api.notJson(HttpRequest.get(response.uri()), response));
  }

  private HttpResponse send(String source, HttpRequest request) {
    return source.equals(APP)
        ? api.asApp(request)
        : api.ok(RepoId.of(source), Budget.Use.OTHER, request);
  }

  private static Recorded recorded(String source, String hookId, JsonNode item) {
    return new Recorded(
        item.path("id").asLong(),
        source,
        hookId,
        item.path("guid").asText(""),
        item.path("event").asText(""),
        Instant.parse(item.path("delivered_at").asText()),
        item.path("status_code").asInt(0),
        item.path("redelivery").asBoolean(false));
  }

  @Override
  public Sent fetch(Recorded recorded) {
    String list =
        recorded.source().equals(APP)
            ? "app/hook/deliveries/"
            : Api.path(RepoId.of(recorded.source()), "hooks/" + recorded.hookId() + "/deliveries/");
    HttpResponse response = send(recorded.source(), api.request(list + recorded.id()));
    JsonNode request = json(response).path("request");
    JsonNode payload = request.path("payload");
    if (!payload.isObject()) {
      throw RemoteException.lasting(
          Trouble.SYSTEM, "delivery " + recorded.id() + " is recorded without its payload", null);
    }
    return new Sent(
        header(request, "X-GitHub-Hook-ID").orElse(recorded.hookId()),
        header(request, "X-GitHub-Delivery").orElse(recorded.guid()),
        header(request, "X-GitHub-Event").orElse(recorded.event()),
        payload.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> header(JsonNode request, String name) {
    return request.path("headers").properties().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(name))
        .map(e -> e.getValue().asText(""))
        .filter(v -> !v.isEmpty())
        .findFirst();
  }

  /** The repository's hooks that send to our address. */
  private List<JsonNode> ours(RepoId repo, Optional<URI> wanted) {
    return api.list(repo, Budget.Use.OTHER, Api.path(repo, "hooks"), "", 3).stream()
        .filter(
            h -> wanted.isPresent() && same(h.path("config").path("url").asText(""), wanted.get()))
        .toList();
  }

  private static boolean same(String url, URI wanted) {
    return url.replaceAll("/+$", "").equalsIgnoreCase(wanted.toString().replaceAll("/+$", ""));
  }

  @Override
  public Status status(RepoId repo, URI wanted) {
    return app ? appStatus(wanted) : repositoryStatus(repo, wanted);
  }

  private Status appStatus(URI wanted) {
    JsonNode config = json(api.asApp(api.request("app/hook/config")));
    JsonNode about = json(api.asApp(api.request("app")));
    List<String> byHand = new ArrayList<>();
    List<String> missing = missing(about.path("events"));
    if (!missing.isEmpty()) {
      byHand.add(
          "Subscribe the App to "
              + String.join(", ", missing)
              + " on its settings page, under Permissions and events");
    }
    boolean exists = !config.path("url").asText("").isEmpty();
    List<Last> last = exists ? last(APP, "app/hook/deliveries") : List.of();
    return examined(APP, exists, config, about.path("events"), true, last, wanted, byHand);
  }

  private Status repositoryStatus(RepoId repo, URI wanted) {
    Optional<JsonNode> found = ours(repo, Optional.of(wanted)).stream().findFirst();
    JsonNode hook = found.orElse(JsonNodeFactory.instance.objectNode());
    String path = Api.path(repo, "hooks/" + hook.path("id").asText() + "/deliveries");
    return examined(
        repo.fullName(),
        found.isPresent(),
        hook.path("config"),
        hook.path("events"),
        hook.path("active").asBoolean(false),
        found.isPresent() ? last(repo.fullName(), path) : List.of(),
        wanted,
        List.of());
  }

  private List<Last> last(String source, String path) {
    HttpResponse response = send(source, api.request(path + "?per_page=" + LAST));
    return StreamSupport.stream(json(response).spliterator(), false)
        .map(d ->
            new Last(
                Instant.parse(d.path("delivered_at").asText()),
                d.path("event").asText(""),
                d.path("status_code").asInt(0),
                d.path("status").asText("")))
        .toList();
  }

  private static List<String> missing(JsonNode events) {
    TreeSet<String> missing = new TreeSet<>(Hooks.EVENTS);
    for (JsonNode event : events) {
      if (event.asText().equals("*")) {
        return List.of();
      }
      missing.remove(event.asText());
    }
    return List.copyOf(missing);
  }

  private static Status examined(
      String owner,
      boolean exists,
      JsonNode config,
      JsonNode events,
      boolean active,
      List<Last> last,
      URI wanted,
      List<String> byHand) {
    String url = config.path("url").asText("");
    String type = config.path("content_type").asText(exists ? "form" : "");
    boolean verifies = !config.path("insecure_ssl").asText("0").equals("1");
    List<String> wrong = new ArrayList<>();
    List<String> plan = new ArrayList<>();
    if (!exists) {
      wrong.add("no hook sends to " + wanted);
      plan.add("create the hook for " + String.join(", ", new TreeSet<>(Hooks.EVENTS)));
    } else {
      check(!same(url, wanted), "it sends to " + url, "send to " + wanted, wrong, plan);
      check(
          !type.equals("json"),
          "it sends " + type + ", which is refused",
          "send json",
          wrong,
          plan);
      check(!active, "it is switched off", "switch it on", wrong, plan);
      check(!verifies, "it does not verify TLS certificates", "verify them", wrong, plan);
      List<String> missing = missing(events);
      String names = String.join(", ", missing);
      if (!missing.isEmpty()) {
        wrong.add("it lacks the events " + names);
        if (byHand.isEmpty()) {
          plan.add("add the events " + names);
        }
      }
    }
    last.stream()
        .findFirst()
        .filter(l -> l.status() < 200 || l.status() >= 300)
        .ifPresent(l ->
            wrong.add(
                "its last delivery ("
                    + l.event()
                    + ") was answered "
                    + (l.status() == 0 ? "by nobody" : "" + l.status())
                    + ": "
                    + l.answer()));
    if (exists && last.stream().findFirst().filter(l -> secretRefused(l.status())).isPresent()) {
      plan.add("set its secret anew: a refused signature means that it is probably another one");
    }
    List<String> heard =
        StreamSupport.stream(events.spliterator(), false).map(JsonNode::asText).sorted().toList();
    return new Status(owner, exists, url, type, heard, active, verifies, last, wrong, plan, byHand);
  }

  /** The forge never shows a hook's secret; how its deliveries are answered tells. */
  private static boolean secretRefused(int status) {
    return status == 401 || status == 403;
  }

  private static void check(
      boolean bad, String what, String mend, List<String> wrong, List<String> plan) {
    if (bad) {
      wrong.add(what);
      plan.add(mend);
    }
  }

  @Override
  public void install(RepoId repo, URI wanted, Secret secret, boolean anew) {
    if (!anew && status(repo, wanted).plan().isEmpty()) {
      return;
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("url", wanted.toString()).put("content_type", "json").put("insecure_ssl", "0");
    config.put("secret", secret.reveal());
    if (app) {
      api.asApp(api.patch("app/hook/config", config));
      return;
    }
    ObjectNode hook = JsonNodeFactory.instance.objectNode();
    hook.set("config", config);
    hook.put("active", true);
    Optional<JsonNode> found = ours(repo, Optional.of(wanted)).stream().findFirst();
    TreeSet<String> events = new TreeSet<>(Hooks.EVENTS);
    found.ifPresent(h -> h.path("events").forEach(e -> events.add(e.asText())));
    var list = hook.putArray("events");
    events.forEach(list::add);
    if (found.isPresent()) {
      String path = Api.path(repo, "hooks/" + found.get().path("id").asLong());
      api.write(repo, Budget.Use.OTHER, "PATCH", path, hook);
    } else {
      hook.put("name", "web");
      api.write(repo, Budget.Use.OTHER, "POST", Api.path(repo, "hooks"), hook);
    }
  }
}
