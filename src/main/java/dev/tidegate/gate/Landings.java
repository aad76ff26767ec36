package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.util.Optional;

/** What is remembered of each protected branch between two pushes. Thread-safe, durable. */
public interface Landings {
  /** The newest commit of the branch that was judged, whatever the verdict. */
  Optional<CommitId> judged(RepoId repo, RefName branch);

  /**
   * The run that judged it; the same run told again after a crash goes on, another one need not.
   */
  Optional<String> judgedBy(RepoId repo, RefName branch);

  /** The newest commit of the branch that was allowed: what may stand in the clusters. */
  Optional<CommitId> allowed(RepoId repo, RefName branch);

  /**
   * Remembers a judged commit.
   *
   * @param allowed the commit up to which the branch is allowed: the judged one itself, or where a
   *     denied push began; empty where nothing is known to be allowed
   */
  void record(RepoId repo, RefName branch, CommitId commit, Optional<CommitId> allowed, String run);
}
