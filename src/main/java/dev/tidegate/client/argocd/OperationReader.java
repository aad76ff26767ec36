package dev.tidegate.client.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.rollout.AppState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the running or last operation. */
final class OperationReader {
  private OperationReader() {}

  static Optional<AppState.Operation> read(JsonNode state) {
    if (!state.isObject() || state.isEmpty()) {
      return Optional.empty();
    }
    JsonNode asked = state.path("operation").path("sync");
    JsonNode result = state.path("syncResult");
    List<String> revisions = Json.revisions(result);
    List<String> failed = new ArrayList<>();
    for (JsonNode r : result.path("resources")) {
      boolean hook =
          Json.text(r, "hookPhase").equals("Failed") || Json.text(r, "hookPhase").equals("Error");
      if (Json.text(r, "status").equals("SyncFailed") || hook) {
        failed.add(
            Json.text(r, "kind") + " " + Json.text(r, "name") + ": " + Json.text(r, "message"));
      }
    }
    return Optional.of(
        new AppState.Operation(
            Json.text(state, "phase"),
            Json.text(state, "message"),
            Json.instant(state.path("startedAt")),
            Json.instant(state.path("finishedAt")),
            state.path("retryCount").asInt(0),
            asked.path("dryRun").asBoolean(false),
            !asked.path("resources").isEmpty(),
            revisions.isEmpty() ? Json.revisions(asked) : revisions,
            failed));
  }
}
