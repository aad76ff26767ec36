package dev.tidegate.change;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to land, computed from git objects. Never journalled: it can be read again
 * from its commit ids, and it may hold the very secret that is being refused.
 *
 * @param repo the repository on the forge; a local repository has the name {@code local/FOLDER}
 * @param base the commit it is compared with: merge base of a pull request, before of a push;
 *     absent for an orphan root or a judgement of a whole tree
 * @param commits every commit that is new, oldest first
 * @param additions every content that any of them adds, see {@link Addition}
 * @param result the tree diff base..head
 * @param oddities hostile things found in the git objects
 * @param before the base's tree; empty without a base
 * @param after the head's tree
 * @param origin how it arrived and by whom
 */
public record Change(
    RepoId repo,
    Optional<CommitId> base,
    CommitId head,
    List<Commit> commits,
    List<Addition> additions,
    List<PathChange> result,
    List<Oddity> oddities,
    Tree before,
    Tree after,
    Origin origin) {
  public Change {
    commits = List.copyOf(commits);
    additions = List.copyOf(additions);
    result = List.copyOf(result);
    oddities = List.copyOf(oddities);
  }

  /**
   * The same change reduced to what would stand in the end: contents that a later commit removed or
   * replaced are left out.
   */
  public Change standing() {
    List<Addition> standing =
        additions.stream()
            .filter(a ->
                after.at(a.file().path()).filter(f -> f.blob().equals(a.file().blob())).isPresent())
            .toList();
    return new Change(repo, base, head, commits, standing, result, oddities, before, after, origin);
  }

  /**
   * Something in the git objects themselves that a careful receiver refuses: a path {@code .git}, a
   * tree out of order, a submodule with a hostile URL.
   *
   * @param path printable form; empty where the oddity is not at a path
   * @param kind short stable word, such as {@code path-dot-git}; the first part of the explanation
   */
  public record Oddity(String kind, Optional<String> path, CommitId commit, String detail) {}
}
