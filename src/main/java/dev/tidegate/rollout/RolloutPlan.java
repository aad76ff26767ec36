package dev.tidegate.rollout;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import java.util.List;

/**
 * Which systems a change touches. Journalled as JSON.
 *
 * @param targets Applications to refresh and watch, sorted by name
 * @param unaffected how many Applications of this repository and branch are proven unaffected
 * @param roots Terraform roots to plan
 * @param talos touched paths that need a Talos job
 */
public record RolloutPlan(
    RepoId repo,
    CommitId commit,
    List<Target> targets,
    int unaffected,
    List<Root> roots,
    List<String> talos) {
  public RolloutPlan {
    targets = List.copyOf(targets);
    roots = List.copyOf(roots);
    talos = List.copyOf(talos);
  }

  /** True where nothing is touched. */
  public boolean isEmpty() {
    return targets.isEmpty() && roots.isEmpty() && talos.isEmpty();
  }

  /**
   * An Application to refresh.
   *
   * @param reason why, for people
   * @param watched indexes of the sources that follow the branch: their revisions must reach the
   *     commit; empty where only the Application's own manifest changed
   * @param role what the push does to it
   * @param after Applications that apply this one's manifest: they must run the commit first
   */
  public record Target(
      AppName name,
      String project,
      Applications.Refresh refresh,
      Certainty certainty,
      String reason,
      List<Integer> watched,
      Role role,
      List<AppName> after) {
    public Target {
      after = List.copyOf(after);
      watched = List.copyOf(watched);
    }
  }

  /** UNKNOWN: it could not be proven that the Application is unaffected. */
  public enum Certainty {
    AFFECTED,
    UNKNOWN
  }

  /**
   * What happens to the Application itself. DEFINED: its manifest was added or changed, so that it
   * follows its parent. REMOVED: its manifest went away; it is watched until it is gone.
   */
  public enum Role {
    CONTENT,
    DEFINED,
    REMOVED
  }

  /** A Terraform root and why it must be planned. */
  public record Root(String path, String reason) {}
}
