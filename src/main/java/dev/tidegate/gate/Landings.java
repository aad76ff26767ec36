package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.util.Optional;

/** What is remembered of each protected branch between two pushes. Thread-safe, durable. */
public interface Landings {
  /** Where the branch stands; empty where no push of it was ever judged. */
  Optional<Landing> last(RepoId repo, RefName branch);

  /** Remembers a judgement; it takes the place of the one before. */
  void record(RepoId repo, RefName branch, Landing landing);

  /**
   * The newest judgement of a branch.
   *
   * @param judged the commit that was judged, whatever the verdict
   * @param from the commit from which on it was judged; empty: since the branch's beginning
   * @param run the run that judged it; the same run told again after a crash goes on, another one
   *     need not
   * @param allowed the newest commit that was allowed, which may stand in the clusters; where the
   *     first push ever was denied, the commit where it began; empty: nothing was ever allowed
   * @param carried the newest commit whose rollout was followed to its end; what came after it is
   *     rolled out with the next allowed push; empty: nothing was
   */
  record Landing(
      CommitId judged,
      Optional<CommitId> from,
      String run,
      Optional<CommitId> allowed,
      Optional<CommitId> carried) {
    /** The same, with its rollout at its end. */
    public Landing carriedTo(CommitId head) {
      return new Landing(judged, from, run, allowed, Optional.of(head));
    }
  }
}
