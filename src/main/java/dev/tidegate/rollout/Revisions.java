package dev.tidegate.rollout;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How revisions that Argo CD names stand to the commit. Thread-safe. */
final class Revisions {
  private final RepoId repo;
  private final CommitId commit;
  private final Rollout.Ancestry ancestry;
  private final Map<String, Stand> known = new ConcurrentHashMap<>();

  Revisions(RepoId repo, CommitId commit, Rollout.Ancestry ancestry) {
    this.repo = repo;
    this.commit = commit;
    this.ancestry = ancestry;
  }

  /** CONTAINS: the commit itself or a descendant. NONE: not a commit id. */
  enum Stand {
    CONTAINS,
    OLDER,
    APART,
    NONE
  }

  CommitId commit() {
    return commit;
  }

  Stand of(String revision) {
    if (!revision.matches("[0-9a-f]{40}")) {
      return Stand.NONE;
    }
    return known.computeIfAbsent(revision, this::compare);
  }

  /** The worst stand among the watched places; a place that is missing counts as NONE. */
  Stand worst(List<String> revisions, List<Integer> watched) {
    Stand worst = Stand.CONTAINS;
    for (int index : watched) {
      Stand stand = index < revisions.size() ? of(revisions.get(index)) : Stand.NONE;
      worst = stand.compareTo(worst) > 0 ? stand : worst;
    }
    return worst;
  }

  private Stand compare(String revision) {
    CommitId other = new CommitId(revision);
    if (other.equals(commit) || ancestry.isAncestor(repo, commit, other)) {
      return Stand.CONTAINS;
    }
    return ancestry.isAncestor(repo, other, commit) ? Stand.OLDER : Stand.APART;
  }
}
