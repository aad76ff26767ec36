package dev.tidegate.client.git;

import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.Received.View;
import dev.tidegate.client.git.objects.History;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Which commits a push brings: those that no ref of the repository reaches. What a ref reaches lies
 * in the repository with all its ancestors, so a commit that lies in the push's quarantine only is
 * new, and thousands of refs need not be read to say so.
 */
final class Arrivals implements AutoCloseable {
  /** More places where new meets old than an ordinary push has: then all refs are read. */
  private static final int EDGES = 64;

  private final History history;
  private final View view;
  private final Optional<ObjectReader> landed;
  private final Set<ObjectId> known = new LinkedHashSet<>();

  /**
   * @param repository as it is without the push
   * @param quarantined true where what the push brings lies apart from it
   */
  Arrivals(Repository repository, boolean quarantined, History history, View view)
      throws IOException {
    this.history = history;
    this.view = view;
    this.landed = quarantined ? Optional.of(repository.newObjectReader()) : Optional.empty();
    for (Ref ref : repository.getRefDatabase().getRefsByPrefix(view.known())) {
      if (ref.getObjectId() != null) {
        known.add(ref.getObjectId());
        if (ref.getPeeledObjectId() != null) {
          known.add(ref.getPeeledObjectId());
        }
      }
    }
  }

  /** Takes a commit as known, whatever the refs say now. */
  void knows(CommitId commit) {
    known.add(ObjectId.fromString(commit.hex()));
  }

  /** True where a ref stands at this very object. */
  boolean isKnown(ObjectId id) {
    return known.contains(id);
  }

  boolean hasHistory() {
    return !known.isEmpty();
  }

  /** What the ends have and nobody had, parents before children. */
  List<RevCommit> of(Collection<RevCommit> ends) throws IOException {
    Optional<List<RevCommit>> edge = edge(ends);
    return history.between(edge.isPresent() ? edge.get() : tips(), ends);
  }

  /** The known commits right below the new ones; empty where only all refs can tell. */
  private Optional<List<RevCommit>> edge(Collection<RevCommit> ends) throws IOException {
    if (landed.isEmpty()) {
      return Optional.empty();
    }
    List<RevCommit> edge = new ArrayList<>();
    Set<ObjectId> seen = new HashSet<>(ends);
    Deque<RevCommit> open = new ArrayDeque<>(seen.size());
    open.addAll(ends);
    while (!open.isEmpty()) {
      RevCommit commit = history.commit(open.pop());
      if (known.contains(commit)) {
        edge.add(commit);
      } else if (landed.get().has(commit)) {
        if (edge.size() >= EDGES || !onTrunk(commit)) {
          return Optional.empty();
        }
        edge.add(commit);
      } else {
        for (RevCommit parent : commit.getParents()) {
          if (seen.add(parent)) {
            open.push(parent);
          }
        }
      }
    }
    return Optional.of(edge);
  }

  private boolean onTrunk(RevCommit commit) throws IOException {
    return view.trunk().isPresent()
        && known.contains(ObjectId.fromString(view.trunk().get().hex()))
        && history.isAncestor(ChangeReader.id(commit), view.trunk().get());
  }

  private List<RevCommit> tips() throws IOException {
    List<RevCommit> tips = new ArrayList<>();
    for (ObjectId id : known) {
      try {
        tips.add(history.commit(id));
      } catch (MissingObjectException | IncorrectObjectTypeException e) {
        // It makes nothing known: more is judged, not less.
      }
    }
    return tips;
  }

  @Override
  public void close() {
    landed.ifPresent(ObjectReader::close);
  }
}
