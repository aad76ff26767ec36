package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.rollout.App;
import java.util.ArrayList;
import java.util.List;

/** Reads where an Application comes from. */
final class SourceReader {
  private SourceReader() {}

  static List<App.Source> sources(JsonNode spec, JsonNode status) {
    List<App.Source> sources = new ArrayList<>();
    if (spec.path("sourceHydrator").isObject()) {
      sources.add(
          source(spec.path("sourceHydrator").path("drySource"), Json.text(status, "sourceType")));
    } else if (!spec.path("sources").isEmpty()) {
      int index = 0;
      for (JsonNode source : spec.path("sources")) {
        sources.add(source(source, status.path("sourceTypes").path(index++).asText("")));
      }
    } else if (spec.path("source").isObject()) {
      sources.add(source(spec.path("source"), Json.text(status, "sourceType")));
    }
    return sources;
  }

  private static App.Source source(JsonNode source, String type) {
    JsonNode helm = source.path("helm");
    List<String> helmFiles = new ArrayList<>(Json.texts(helm.path("valueFiles")));
    helm.path("fileParameters").forEach(p -> helmFiles.add(Json.text(p, "path")));
    JsonNode kustomize = source.path("kustomize");
    List<String> kustomizeFiles = new ArrayList<>(Json.texts(kustomize.path("components")));
    kustomize.path("patches").forEach(p -> kustomizeFiles.add(Json.text(p, "path")));
    kustomizeFiles.removeIf(String::isEmpty);
    JsonNode directory = source.path("directory");
    return new App.Source(
        Json.text(source, "repoURL"),
        Json.text(source, "path"),
        Json.text(source, "targetRevision"),
        Json.text(source, "chart"),
        Json.text(source, "ref"),
        type,
        helmFiles,
        kustomizeFiles,
        new App.Directory(
            directory.path("recurse").asBoolean(false),
            Json.text(directory, "include"),
            Json.text(directory, "exclude"),
            Json.texts(directory.path("jsonnet").path("libs"))),
        source.path("plugin").isObject());
  }
}
