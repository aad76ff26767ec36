package dev.tidegate.rollout;

import dev.tidegate.change.CommitId;
import java.util.List;

/**
 * How a rollout stands or ended. Journalled as JSON.
 *
 * @param rows one per Application, in the plan's order
 */
public record Outcome(CommitId commit, List<Row> rows) {
  public Outcome {
    rows = List.copyOf(rows);
  }

  /** True where every Application runs the commit. */
  public boolean deployed() {
    return rows.stream().allMatch(r -> r.status() == Status.DEPLOYED);
  }

  /** True where nothing is left to wait for, well or ill. */
  public boolean ended() {
    return rows.stream().allMatch(r -> r.status().last());
  }

  /**
   * One Application.
   *
   * @param reason Argo CD's own where it gives one
   * @param revision what it compares with now; empty where unknown
   */
  public record Row(AppName app, Status status, String reason, String revision) {}

  /** Where an Application stands. */
  public enum Status {
    /** Not asked yet. */
    WAITING(false),
    /** Asked, but Argo CD does not look at the commit yet. */
    REFRESHING(false),
    /** Argo CD looks at the commit and works on it. */
    ROLLING_OUT(false),
    /** A sync failed and Argo CD tries again by itself. */
    FAILING_RETRYING(false),
    /** Runs the commit or a descendant. */
    DEPLOYED(true),
    FAILED(true),
    /** Will not happen by itself: no automatic sync, a sync window, pruning, suspension. */
    HELD(true),
    /** Argo CD went to a revision that does not contain the commit. */
    SUPERSEDED(true),
    TIMED_OUT(true);

    private final boolean last;

    Status(boolean last) {
      this.last = last;
    }

    public boolean last() {
      return last;
    }

    /** For people: {@code failing, retrying}. */
    public String word() {
      return this == FAILING_RETRYING
          ? "failing, retrying"
          : name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }
}
