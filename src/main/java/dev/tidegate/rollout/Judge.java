package dev.tidegate.rollout;

import dev.tidegate.rollout.AppState.Operation;
import dev.tidegate.rollout.AppState.Unsynced;
import dev.tidegate.rollout.Outcome.Row;
import dev.tidegate.rollout.Outcome.Status;
import dev.tidegate.rollout.Revisions.Stand;
import dev.tidegate.rollout.RolloutPlan.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Application's states as they come and says where it stands. Deployed needs, together:
 * no operation, Synced, every watched revision at the commit or a descendant, Healthy for a while,
 * and no dry run or partial sync as the last word. One thread.
 */
final class Judge {
  /** Argo CD could not reach something: not the commit's fault. */
  private static final Pattern INFRASTRUCTURE =
      Pattern.compile(
          "code = Unavailable|code = DeadlineExceeded|failed to list refs|Failed to fetch"
              + "|connection refused|i/o timeout|no such host|context deadline exceeded");

  private final Target target;
  private final Revisions revisions;
  private final Rollout.Settings settings;
  private final Instant begun;
  private boolean seenWell;
  private @Nullable Instant healthySince;
  private @Nullable Instant stillSince;
  private @Nullable AppState last;

  Judge(Target target, Revisions revisions, Rollout.Settings settings, Instant begun) {
    this.target = target;
    this.revisions = revisions;
    this.settings = settings;
    this.begun = begun;
  }

  Stand stand(AppState state) {
    if (state.hydrated().isPresent()) {
      AppState.Hydration h = state.hydrated().get();
      boolean current = state.revisions().stream().findFirst().orElse("").equals(h.hydrated());
      Stand dry = revisions.of(h.dry());
      return dry == Stand.CONTAINS && !current ? Stand.OLDER : dry;
    }
    return revisions.worst(state.revisions(), target.watched());
  }

  /**
   * Argo CD's words where the Application is not valid or its manifests cannot be made, for another
   * reason than a dead line. Seen once it may be older than the commit.
   */
  Optional<String> broken(AppState state) {
    return invalid(state).or(() -> renderError(state));
  }

  private static Optional<String> invalid(AppState state) {
    return state.condition("InvalidSpecError").map(AppState.Condition::message);
  }

  private static Optional<String> renderError(AppState state) {
    return comparisonError(state).filter(m -> !INFRASTRUCTURE.matcher(m).find());
  }

  private static Optional<String> comparisonError(AppState state) {
    return state.sync().equals("Unknown")
        ? state.condition("ComparisonError").map(AppState.Condition::message)
        : Optional.empty();
  }

  /** True where it stands still out of sync, so that a sync window may be the reason. */
  boolean wouldAskForWindow(App app, Instant now) {
    AppState state = app.state();
    return !state.operating()
        && state.sync().equals("OutOfSync")
        && app.automated()
        && state.equals(last)
        && stillFor(now, settings.idle());
  }

  Row row(App app, Instant now, boolean windowBlocks) {
    AppState state = app.state();
    if (!state.equals(last)) {
      last = state;
      stillSince = now;
    }
    boolean healthy = healthyAtCommit(state);
    healthySince = healthy ? (healthySince == null ? now : healthySince) : null;
    return errors(state)
        .or(() -> operating(state))
        .or(() -> elsewhere(state))
        .or(() -> failed(state))
        .or(() -> outOfSync(app, now, windowBlocks))
        .or(() -> halfDone(state, now))
        .orElseGet(() -> health(state, now));
  }

  private boolean healthyAtCommit(AppState state) {
    return !state.operating()
        && state.sync().equals("Synced")
        && state.health().equals("Healthy")
        && stand(state) == Stand.CONTAINS;
  }

  private boolean stillFor(Instant now, Duration time) {
    return stillSince != null && !now.isBefore(stillSince.plus(time));
  }

  private Optional<Row> errors(AppState state) {
    Optional<String> invalid = invalid(state);
    if (invalid.isPresent()) {
      return row(state, Status.FAILED, "the Application is not valid: " + invalid.get());
    }
    Optional<String> render = renderError(state);
    if (render.isPresent()) {
      return row(state, Status.FAILED, "Argo CD cannot make its manifests: " + render.get());
    }
    Optional<String> unreachable = comparisonError(state);
    if (unreachable.isPresent()) {
      String why = "Argo CD cannot reach what it needs (not this commit's fault): ";
      return row(state, Status.ROLLING_OUT, why + unreachable.get());
    }
    return Optional.empty();
  }

  private Optional<Row> operating(AppState state) {
    Optional<Operation> op = state.lastOperation();
    boolean running = op.filter(o -> o.phase().equals("Running")).isPresent();
    if (!state.operating() && !running) {
      return Optional.empty();
    }
    if (op.isEmpty() || !running) {
      return row(state, Status.ROLLING_OUT, "a sync is about to start");
    }
    Operation o = op.get();
    if (o.message().contains("blocked by sync window")) {
      return row(state, Status.HELD, o.message());
    }
    String whose = concerns(o) ? "" : "still at an older revision: ";
    if (!o.failed().isEmpty() || o.retryCount() > 0) {
      String attempts = "failing, retrying (" + o.retryCount() + " so far): ";
      return row(state, Status.FAILING_RETRYING, attempts + whose + told(o));
    }
    return row(state, Status.ROLLING_OUT, "syncing: " + whose + o.message());
  }

  private Optional<Row> elsewhere(AppState state) {
    return switch (stand(state)) {
      case CONTAINS -> Optional.empty();
      case OLDER -> row(state, Status.ROLLING_OUT, "Argo CD still looks at an older revision");
      case NONE -> row(state, Status.ROLLING_OUT, "Argo CD does not say which revision it sees");
      case APART -> row(state, Status.SUPERSEDED, "Argo CD went to a revision without this commit");
    };
  }

  /** Also where all is Synced: a hook after the sync, such as a test, may have failed. */
  private Optional<Row> failed(AppState state) {
    return state
        .lastOperation()
        .filter(o -> o.phase().equals("Failed") || o.phase().equals("Error"))
        .filter(this::concerns)
        .flatMap(o -> row(state, Status.FAILED, "the sync failed: " + told(o)));
  }

  private Optional<Row> outOfSync(App app, Instant now, boolean windowBlocks) {
    AppState state = app.state();
    if (state.sync().equals("Synced")) {
      return Optional.empty();
    }
    Optional<String> syncError =
        state
            .condition("SyncError")
            .map(AppState.Condition::message)
            .filter(m -> m.contains(revisions.commit().hex()));
    if (syncError.isPresent()) {
      return row(state, Status.FAILED, syncError.get());
    }
    if (app.skipsReconcile()) {
      return row(state, Status.HELD, "the annotation skip-reconcile keeps Argo CD away");
    }
    if (!app.automated()) {
      return row(state, Status.HELD, "automatic sync is off: sync it by hand" + pruning(state));
    }
    if (windowBlocks) {
      return row(state, Status.HELD, "a sync window forbids automatic syncs now");
    }
    if (!pruning(state).isEmpty() && stillFor(now, settings.idle())) {
      return row(state, Status.HELD, "automatic sync does not prune here" + pruning(state));
    }
    return row(state, Status.ROLLING_OUT, state.sync() + ": no sync has begun yet");
  }

  /** Where nothing but resources to prune is out of sync: which. */
  private static String pruning(AppState state) {
    boolean only =
        !state.unsynced().isEmpty()
            && state.unsynced().stream().allMatch(Unsynced::requiresPruning);
    return only
        ? "; left to prune: "
            + state.unsynced().stream()
                .map(Unsynced::resource)
                .limit(5)
                .collect(Collectors.joining(", "))
        : "";
  }

  private Optional<Row> halfDone(AppState state, Instant now) {
    Optional<Operation> half =
        state.lastOperation().filter(o -> o.dryRun() || o.partial()).filter(this::concerns);
    if (half.isEmpty()) {
      return Optional.empty();
    }
    String what = half.get().dryRun() ? "a dry run" : "a sync of chosen resources";
    Status status = stillFor(now, settings.idle()) ? Status.HELD : Status.ROLLING_OUT;
    return row(state, status, "the last operation at this commit was only " + what);
  }

  private Row health(AppState state, Instant now) {
    String more = state.healthMessage().isEmpty() ? "" : ": " + state.healthMessage();
    boolean still = stillFor(now, settings.idle());
    boolean settled = healthySince != null && !now.isBefore(healthySince.plus(settings.settle()));
    boolean fell = seenWell || still;
    seenWell |= state.health().equals("Healthy") || state.health().equals("Progressing");
    Status status =
        switch (state.health()) {
          case "Healthy" -> settled ? Status.DEPLOYED : Status.ROLLING_OUT;
          case "Degraded" -> fell ? Status.FAILED : Status.ROLLING_OUT;
          case "Suspended" -> still ? Status.HELD : Status.ROLLING_OUT;
          default -> Status.ROLLING_OUT;
        };
    String words = state.health().equals("Healthy") ? healthyWords(settled) : state.health() + more;
    return new Row(target.name(), status, words, revision(state));
  }

  private static String healthyWords(boolean settled) {
    return settled ? "Synced and Healthy" : "Healthy, settling";
  }

  /** True where an operation was about the commit; one that failed early may name no revision. */
  private boolean concerns(Operation o) {
    boolean named = o.revisions().stream().anyMatch(r -> revisions.of(r) != Stand.NONE);
    return named
        ? o.revisions().stream().anyMatch(r -> revisions.of(r) == Stand.CONTAINS)
        : o.startedAt().filter(at -> !at.plusSeconds(1).isBefore(begun)).isPresent();
  }

  private static String told(Operation o) {
    return o.failed().isEmpty() ? o.message() : String.join("; ", o.failed());
  }

  private Optional<Row> row(AppState state, Status status, String reason) {
    return Optional.of(new Row(target.name(), status, reason, revision(state)));
  }

  private String revision(AppState state) {
    return target.watched().stream()
        .filter(i -> i < state.revisions().size())
        .map(state.revisions()::get)
        .filter(r -> revisions.of(r) != Stand.NONE)
        .findFirst()
        .orElse("");
  }
}
