package dev.tidegate.sim;

import static dev.tidegate.sim.Shapes.map;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Application and where its reconciliation stands. The sequence after a refresh is the one
 * observed on a real Argo CD 3.5: operation set while still Synced at the old commit, then running,
 * then Synced and Progressing, then Healthy.
 */
final class SimApplication {
  private static final Duration OPERATION = Duration.ofMillis(150);
  private static final Duration SYNCED = Duration.ofMillis(600);
  private static final Duration HEALTHY = Duration.ofMillis(1500);

  private final String name;
  private final Map<String, @Nullable Object> spec;
  private final Map<String, String> annotations;
  private SimArgoCd.Behaviour behaviour = SimArgoCd.Behaviour.NORMAL;
  private String seen;
  private String deployed;
  private Instant reconciledAt;
  private @Nullable Instant rollingSince;
  private int refreshes;

  SimApplication(
      String name,
      Map<String, @Nullable Object> spec,
      Map<String, String> annotations,
      String revision,
      Instant now) {
    this.name = name;
    this.spec = spec;
    this.annotations = annotations;
    this.seen = revision;
    this.deployed = revision;
    this.reconciledAt = now;
  }

  void behave(SimArgoCd.Behaviour how) {
    behaviour = how;
  }

  String path() {
    return spec.get("source") instanceof Map<?, ?> source ? String.valueOf(source.get("path")) : "";
  }

  int refreshes() {
    return refreshes;
  }

  String deployed() {
    return deployed;
  }

  /** A refresh that was not lost: looks at the branch's tip, and begins to sync what changed. */
  void refresh(String tip, boolean changed, Instant now) {
    refreshes++;
    if (behaviour == SimArgoCd.Behaviour.LOSES_FIRST_REFRESH && refreshes == 1) {
      return;
    }
    reconciledAt = now.truncatedTo(ChronoUnit.SECONDS);
    if (!tip.equals(seen)) {
      seen = tip;
      if (changed) {
        rollingSince = now;
      } else {
        deployed = tip;
      }
    }
  }

  Map<String, @Nullable Object> json(Instant now) {
    Duration age = rollingSince == null ? Duration.ofDays(1) : Duration.between(rollingSince, now);
    boolean rolling = rollingSince != null;
    if (rolling && age.compareTo(SYNCED) >= 0 && takes()) {
      deployed = seen;
    }
    Map<String, @Nullable Object> app =
        map(
            "metadata",
                map(
                    "name",
                    name,
                    "namespace",
                    "argocd",
                    "annotations",
                    annotations,
                    "resourceVersion",
                    Long.toString(now.toEpochMilli())),
            "spec", spec,
            "status", status(age, rolling));
    if (rolling
        && (age.compareTo(SYNCED) < 0 || !takes())
        && behaviour != SimArgoCd.Behaviour.BAD_MANIFEST) {
      app.put(
          "operation",
          map(
              "initiatedBy", map("automated", true),
              "retry", map("limit", 5),
              "sync", map("revision", seen)));
    }
    return app;
  }

  private boolean takes() {
    return behaviour != SimArgoCd.Behaviour.SYNC_FAILS
        && behaviour != SimArgoCd.Behaviour.BAD_MANIFEST;
  }

  private Map<String, @Nullable Object> status(Duration age, boolean rolling) {
    if (rolling && behaviour == SimArgoCd.Behaviour.BAD_MANIFEST) {
      return map(
          "sync", map("status", "Unknown", "revision", "main"),
          "health", map("status", "Healthy"),
          "reconciledAt", reconciledAt.toString(),
          "conditions",
              List.of(
                  map(
                      "type",
                      "ComparisonError",
                      "message",
                      "Failed to load target state: failed to generate manifest for source 1"
                          + " of 1: rpc error: code = FailedPrecondition desc = Failed to"
                          + " unmarshal \"deployment.yaml\"")),
          "operationState", operationState("Succeeded", deployed, List.of()));
    }
    boolean synced = !rolling || (age.compareTo(SYNCED) >= 0 && takes());
    boolean started = age.compareTo(OPERATION) >= 0;
    boolean ready = behaviour != SimArgoCd.Behaviour.NEVER_READY;
    boolean settled = !rolling || (age.compareTo(HEALTHY) >= 0 && ready);
    String sync = synced ? "Synced" : "OutOfSync";
    String health = !synced || settled ? "Healthy" : "Progressing";
    if (synced && rolling && settled && behaviour == SimArgoCd.Behaviour.DEGRADED) {
      health = "Degraded";
    }
    Map<String, @Nullable Object> operation;
    if (synced || !started) {
      operation = operationState("Succeeded", deployed, List.of());
    } else if (behaviour == SimArgoCd.Behaviour.SYNC_FAILS) {
      operation =
          operationState(
              "Running",
              seen,
              List.of(
                  map(
                      "kind",
                      "Deployment",
                      "name",
                      name,
                      "status",
                      "SyncFailed",
                      "message",
                      "Deployment.apps \"" + name + "\" is invalid: spec.replicas")));
      operation.put("retryCount", 1);
    } else {
      operation = operationState("Running", seen, List.of());
      operation.remove("finishedAt");
    }
    return map(
        "sync", map("status", sync, "revision", seen),
        "health", map("status", health),
        "reconciledAt", reconciledAt.toString(),
        "operationState", operation,
        "resources",
            List.of(
                map(
                    "kind",
                    "Deployment",
                    "name",
                    name,
                    "status",
                    sync,
                    "health",
                    map("status", health))));
  }

  private Map<String, @Nullable Object> operationState(
      String phase, String revision, List<Object> resources) {
    return map(
        "phase", phase,
        "startedAt", reconciledAt.toString(),
        "finishedAt", reconciledAt.toString(),
        "operation", map("sync", map("revision", revision)),
        "syncResult", map("revision", revision, "resources", resources));
  }
}
