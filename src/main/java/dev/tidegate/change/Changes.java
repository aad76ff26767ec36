package dev.tidegate.change;

import java.util.Optional;

/**
 * Computes changes from git objects. Every method brings missing objects first.
 *
 * <p>Throws {@link dev.tidegate.trouble.RemoteException} where objects cannot be had: then nothing
 * was judged, which is never a success. Thread-safe.
 */
public interface Changes {
  /** A push: before..after; without a before, what the remote's other refs do not have yet. */
  Change push(RepoId repo, Optional<CommitId> before, CommitId after, Origin origin);

  /** A pull request: merge base of (target, head)..head. */
  Change pullRequest(RepoId repo, int number, RefName target, CommitId head, Origin origin);

  /** The tip of a ref on the remote now; empty where it does not exist. */
  Optional<CommitId> tip(RepoId repo, RefName ref);

  /** The tree of a commit, for reading policy from the protected base. */
  Tree tree(RepoId repo, CommitId commit);

  /** True where {@code ancestor} is {@code descendant} or reachable from it. */
  boolean isAncestor(RepoId repo, CommitId ancestor, CommitId descendant);
}
