package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.AppState;
import dev.tidegate.trouble.RemoteException;
import java.time.DateTimeException;
import java.time.Instant;
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
        sources(spec, app.path("status")),
        spec.path("sourceHydrator").isObject(),
        new App.Destination(
            text(destination, "server"), text(destination, "name"), text(destination, "namespace")),
        annotations,
        automated.isObject() && automated.path("enabled").asBoolean(true),
        state(app, spec.path("sourceHydrator").isObject()));
  }

  private static List<App.Source> sources(JsonNode spec, JsonNode status) {
    List<App.Source> sources = new ArrayList<>();
    if (spec.path("sourceHydrator").isObject()) {
      sources.add(
          source(spec.path("sourceHydrator").path("drySource"), text(status, "sourceType")));
    } else if (!spec.path("sources").isEmpty()) {
      int index = 0;
      for (JsonNode source : spec.path("sources")) {
        sources.add(source(source, status.path("sourceTypes").path(index++).asText("")));
      }
    } else if (spec.path("source").isObject()) {
      sources.add(source(spec.path("source"), text(status, "sourceType")));
    }
    return sources;
  }

  private static App.Source source(JsonNode source, String type) {
    JsonNode helm = source.path("helm");
    List<String> helmFiles = new ArrayList<>(texts(helm.path("valueFiles")));
    helm.path("fileParameters").forEach(p -> helmFiles.add(text(p, "path")));
    JsonNode kustomize = source.path("kustomize");
    List<String> kustomizeFiles = new ArrayList<>(texts(kustomize.path("components")));
    kustomize.path("patches").forEach(p -> kustomizeFiles.add(text(p, "path")));
    kustomizeFiles.removeIf(String::isEmpty);
    JsonNode directory = source.path("directory");
    return new App.Source(
        text(source, "repoURL"),
        text(source, "path"),
        text(source, "targetRevision"),
        text(source, "chart"),
        text(source, "ref"),
        type,
        helmFiles,
        kustomizeFiles,
        new App.Directory(
            directory.path("recurse").asBoolean(false),
            text(directory, "include"),
            text(directory, "exclude"),
            texts(directory.path("jsonnet").path("libs"))),
        source.path("plugin").isObject());
  }

  private static AppState state(JsonNode app, boolean hydrated) {
    JsonNode status = app.path("status");
    JsonNode sync = status.path("sync");
    List<AppState.Condition> conditions = new ArrayList<>();
    status
        .path("conditions")
        .forEach(c -> conditions.add(new AppState.Condition(text(c, "type"), text(c, "message"))));
    List<AppState.Unsynced> unsynced = new ArrayList<>();
    for (JsonNode r : status.path("resources")) {
      boolean prune = r.path("requiresPruning").asBoolean(false);
      if (prune || text(r, "status").equals("OutOfSync")) {
        unsynced.add(new AppState.Unsynced(text(r, "kind") + " " + text(r, "name"), prune));
      }
    }
    return new AppState(
        app.path("operation").isObject() && !app.path("operation").isEmpty(),
        sync.path("status").asText("Unknown"),
        revisions(sync),
        status.path("health").path("status").asText("Unknown"),
        text(status.path("health"), "message"),
        conditions,
        operation(status.path("operationState")),
        instant(status.path("reconciledAt")),
        unsynced,
        hydrated ? Optional.of(hydration(status.path("sourceHydrator"))) : Optional.empty());
  }

  private static Optional<AppState.Operation> operation(JsonNode state) {
    if (!state.isObject() || state.isEmpty()) {
      return Optional.empty();
    }
    JsonNode asked = state.path("operation").path("sync");
    JsonNode result = state.path("syncResult");
    List<String> revisions = revisions(result);
    List<String> failed = new ArrayList<>();
    for (JsonNode r : result.path("resources")) {
      boolean hook = text(r, "hookPhase").equals("Failed") || text(r, "hookPhase").equals("Error");
      if (text(r, "status").equals("SyncFailed") || hook) {
        failed.add(text(r, "kind") + " " + text(r, "name") + ": " + text(r, "message"));
      }
    }
    return Optional.of(
        new AppState.Operation(
            text(state, "phase"),
            text(state, "message"),
            instant(state.path("startedAt")),
            instant(state.path("finishedAt")),
            state.path("retryCount").asInt(0),
            asked.path("dryRun").asBoolean(false),
            !asked.path("resources").isEmpty(),
            revisions.isEmpty() ? revisions(asked) : revisions,
            failed));
  }

  private static AppState.Hydration hydration(JsonNode hydrator) {
    JsonNode done = hydrator.path("lastSuccessfulOperation");
    JsonNode now = hydrator.path("currentOperation");
    return new AppState.Hydration(
        text(done, "drySHA"), text(done, "hydratedSHA"), text(now, "phase"), text(now, "message"));
  }

  private static List<String> revisions(JsonNode holder) {
    List<String> several = texts(holder.path("revisions"));
    String one = text(holder, "revision");
    return several.isEmpty() && !one.isEmpty() ? List.of(one) : several;
  }

  private static Optional<Instant> instant(JsonNode node) {
    try {
      return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(n -> texts.add(n.asText("")));
    return texts;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
