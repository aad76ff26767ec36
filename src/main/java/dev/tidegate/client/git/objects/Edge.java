package dev.tidegate.client.git.objects;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Where a push touches the history that was there before it, found without reading the tips of all
 * refs. It holds because all that a ref reaches lies in the repository itself: a commit that lies
 * in the quarantine only is reached by none.
 *
 * @param known the objects that refs name
 * @param before the repository's objects without the quarantine's
 */
public record Edge(History history, Set<ObjectId> known, ObjectReader before) {
  /**
   * The known commits below which nothing is new to the ends. Empty where the push rests on
   * anything else that the repository has: only the tips of all refs can tell whether one reaches
   * it.
   */
  public Optional<List<RevCommit>> of(Collection<RevCommit> ends) throws IOException {
    Set<RevCommit> seen = new HashSet<>();
    Set<RevCommit> edge = new LinkedHashSet<>();
    Deque<RevCommit> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      RevCommit commit = open.pop();
      if (!seen.add(commit)) {
        continue;
      }
      if (known.contains(commit)) {
        edge.add(commit);
        continue;
      }
      if (before.has(commit)) {
        return Optional.empty();
      }
      for (RevCommit parent : commit.getParents()) {
        open.push(history.commit(parent));
      }
    }
    return Optional.of(List.copyOf(edge));
  }
}
