package dev.tidegate.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Argo CD says of an Application at one moment. Words are Argo CD's own; absent ones empty.
 *
 * @param operating true where an operation is wanted or running (its own field in the object)
 * @param sync {@code Synced}, {@code OutOfSync} or {@code Unknown}
 * @param revisions one per source; a comparison error erases them (then the target revision's name
 *     stands here)
 * @param health {@code Healthy}, {@code Progressing}, {@code Degraded}, {@code Suspended}, {@code
 *     Missing} or {@code Unknown}
 * @param lastOperation the running or last operation, if any
 * @param reconciledAt when the last comparison began, whole seconds; absent where the spec is
 *     invalid
 * @param unsynced resources that differ from what git says
 * @param hydrated where manifests are hydrated: the dry commit that was last written out
 */
public record AppState(
    boolean operating,
    String sync,
    List<String> revisions,
    String health,
    String healthMessage,
    List<Condition> conditions,
    Optional<Operation> lastOperation,
    Optional<Instant> reconciledAt,
    List<Unsynced> unsynced,
    Optional<Hydration> hydrated) {
  public AppState {
    revisions = List.copyOf(revisions);
    conditions = List.copyOf(conditions);
    unsynced = List.copyOf(unsynced);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  /** Such as {@code ComparisonError}. */
  public record Condition(String type, String message) {}

  /** A resource that is not as git says, or that git no longer has. */
  public record Unsynced(String resource, boolean requiresPruning) {}

  /** The hydrator's last success: {@code hydrated} is the commit rendered from {@code dry}. */
  public record Hydration(String dry, String hydrated, String phase, String message) {}

  /**
   * An operation.
   *
   * @param phase {@code Running}, {@code Succeeded}, {@code Failed}, {@code Error} or {@code
   *     Terminating}
   * @param partial true where it syncs chosen resources only
   * @param revisions what it syncs to; may be empty where it failed early
   * @param failed one line per resource that could not be applied
   */
  public record Operation(
      String phase,
      String message,
      Optional<Instant> startedAt,
      Optional<Instant> finishedAt,
      int retryCount,
      boolean dryRun,
      boolean partial,
      List<String> revisions,
      List<String> failed) {
    public Operation {
      revisions = List.copyOf(revisions);
      failed = List.copyOf(failed);
    }
  }
}
