package dev.tidegate.sim;

import static dev.tidegate.sim.Shapes.map;

import dev.tidegate.sim.SimServer.Reply;
import dev.tidegate.sim.SimServer.Request;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An Argo CD on loopback that follows the branch of a {@link SimGitHub}. Thread-safe. */
public final class SimArgoCd implements AutoCloseable {
  private final SimGitHub forge;
  private final String branch;
  private final String token;
  private final InstantSource clock;
  private final SimServer server = new SimServer();
  private final Map<String, SimApplication> apps = new LinkedHashMap<>();

  private SimArgoCd(SimGitHub forge, String branch, String token, InstantSource clock) {
    this.forge = forge;
    this.branch = branch;
    this.token = token;
    this.clock = clock;
    server.route("GET", "/api/v1/applications", q -> answer(q, this::list));
    server.route("GET", "/api/v1/applications/{name}", q -> answer(q, this::get));
    server.route(
        "GET",
        "/api/v1/account/can-i/{r}/{a}/.*",
        q -> answer(q, r -> Reply.json(200, map("value", "yes"))));
    server.route("GET", "/api/version", q -> Reply.json(200, map("Version", "v3.5.1+sim")));
  }

  public static SimArgoCd open(SimGitHub forge, String branch, String token, InstantSource clock) {
    return new SimArgoCd(forge, branch, token, clock);
  }

  public URI uri() {
    return server.uri();
  }

  /** Adds an auto-synced Application that is Synced and Healthy at the branch's tip. */
  public synchronized void application(String name, String path, String destinationServer) {
    application(name, path, destinationServer, Map.of());
  }

  public synchronized void application(
      String name, String path, String destinationServer, Map<String, String> annotations) {
    Map<String, @Nullable Object> spec =
        map(
            "project", "default",
            "source",
                map("repoURL", forge.cloneUri().toString(), "targetRevision", branch, "path", path),
            "destination", map("server", destinationServer, "namespace", name),
            "syncPolicy", map("automated", map("prune", true, "selfHeal", true)));
    String tip = forge.tip(branch).orElseThrow();
    apps.put(name, new SimApplication(name, spec, annotations, tip, clock.instant()));
  }

  public synchronized void behave(String name, Behaviour how) {
    Optional.ofNullable(apps.get(name)).orElseThrow().behave(how);
  }

  /** How often an Application was asked to refresh. */
  public synchronized int refreshes(String name) {
    return Optional.ofNullable(apps.get(name)).map(SimApplication::refreshes).orElse(0);
  }

  /** The commit whose manifests an Application runs. */
  public synchronized String deployed(String name) {
    SimApplication app = Optional.ofNullable(apps.get(name)).orElseThrow();
    app.json(clock.instant());
    return app.deployed();
  }

  private synchronized Reply answer(Request q, Answer answer) {
    if (!q.header("Authorization").equals("Bearer " + token)) {
      return Reply.json(
          401,
          map("error", "no session information", "code", 16, "message", "no session information"));
    }
    return answer.to(q);
  }

  private Reply list(Request q) {
    List<Object> items = new ArrayList<>();
    apps.values().forEach(a -> items.add(a.json(clock.instant())));
    return Reply.json(200, map("metadata", map("resourceVersion", "1"), "items", items));
  }

  private Reply get(Request q) {
    String name = q.parts().get(0);
    SimApplication app = apps.get(name);
    if (app == null) {
      boolean told = q.query().containsKey("project");
      String text =
          told ? "applications.argoproj.io \"" + name + "\" not found" : "permission denied";
      int code = told ? 5 : 7;
      return Reply.json(told ? 404 : 403, map("error", text, "code", code, "message", text));
    }
    String kind = q.query().getOrDefault("refresh", "");
    if (!kind.isEmpty()) {
      String tip = forge.tip(branch).orElseThrow();
      app.refresh(tip, forge.differs(app.deployed(), tip, app.path()), clock.instant());
    }
    return Reply.json(200, app.json(clock.instant()));
  }

  @Override
  public void close() {
    server.close();
  }

  /** How an Application takes its next commit. */
  public enum Behaviour {
    NORMAL,
    DEGRADED,
    /** Synced, and its pods are never ready. */
    NEVER_READY,
    SYNC_FAILS,
    BAD_MANIFEST,
    LOSES_FIRST_REFRESH
  }

  private interface Answer {
    Reply to(Request request);
  }
}
