package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.AppState;
import dev.tidegate.trouble.RemoteException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes records of Argo CD's JSON. What is absent there is empty here. */
final class AppReader {
  private AppReader() {}

  static App read(JsonNode app) {
    JsonNode metadata = app.path("metadata");
    JsonNode spec = app.path("spec");
    String name = metadata.path("name").asText("");
    if (name.isBlank()) {
      throw RemoteException.lasting("argocd", "an Application in its answer has no name", null);
    }
    String namespace = metadata.path("namespace").asText("");
    Map<String, String> annotations = new HashMap<>();
    metadata
        .path("annotations")
        .properties()
        .forEach(e -> annotations.put(e.getKey(), e.getValue().asText("")));
    JsonNode automated = spec.path("syncPolicy").path("automated");
    JsonNode destination = spec.path("destination");
    return new App(
        new AppName(namespace.isBlank() ? "argocd" : namespace, name),
        spec.path("project").asText("default"),
        SourceReader.sources(spec, app.path("status")),
        spec.path("sourceHydrator").isObject(),
        new App.Destination(
            Json.text(destination, "server"),
            Json.text(destination, "name"),
            Json.text(destination, "namespace")),
        annotations,
        automated.isObject() && automated.path("enabled").asBoolean(true),
        state(app, spec.path("sourceHydrator").isObject()));
  }

  private static AppState state(JsonNode app, boolean hydrated) {
    JsonNode status = app.path("status");
    JsonNode sync = status.path("sync");
    List<AppState.Condition> conditions = new ArrayList<>();
    status
        .path("conditions")
        .forEach(c ->
            conditions.add(new AppState.Condition(Json.text(c, "type"), Json.text(c, "message"))));
    List<AppState.Unsynced> unsynced = new ArrayList<>();
    for (JsonNode r : status.path("resources")) {
      boolean prune = r.path("requiresPruning").asBoolean(false);
      if (prune || Json.text(r, "status").equals("OutOfSync")) {
        unsynced.add(
            new AppState.Unsynced(Json.text(r, "kind") + " " + Json.text(r, "name"), prune));
      }
    }
    return new AppState(
        app.path("operation").isObject() && !app.path("operation").isEmpty(),
        sync.path("status").asText("Unknown"),
        Json.revisions(sync),
        status.path("health").path("status").asText("Unknown"),
        Json.text(status.path("health"), "message"),
        conditions,
        OperationReader.read(status.path("operationState")),
        Json.instant(status.path("reconciledAt")),
        unsynced,
        hydrated ? Optional.of(hydration(status.path("sourceHydrator"))) : Optional.empty());
  }

  private static AppState.Hydration hydration(JsonNode hydrator) {
    JsonNode done = hydrator.path("lastSuccessfulOperation");
    JsonNode now = hydrator.path("currentOperation");
    return new AppState.Hydration(
        Json.text(done, "drySHA"),
        Json.text(done, "hydratedSHA"),
        Json.text(now, "phase"),
        Json.text(now, "message"));
  }
}
