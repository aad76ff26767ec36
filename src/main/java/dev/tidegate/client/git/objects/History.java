package dev.tidegate.client.git.objects;

import dev.tidegate.change.CommitId;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Who descends from whom; for one thread. Replace refs and grafts are not looked at. Where a
 * shallow clone cuts history off, a commit at the cut is an error and not a root.
 */
public final class History implements AutoCloseable {
  private final Objects objects;
  private final RevWalk walk;
  private final Set<ObjectId> cut;

  public History(ObjectStore store) throws IOException {
    this.objects = store.open();
    this.walk = new RevWalk(objects.reader());
    this.walk.setRetainBody(false);
    this.cut = new HashSet<>(objects.reader().getShallowCommits());
  }

  public Objects objects() {
    return objects;
  }

  /** The commit, peeled where the id is a tag's. */
  public RevCommit commit(ObjectId id) throws IOException {
    RevObject object = walk.parseAny(id);
    RevObject peeled = walk.peel(object);
    if (peeled instanceof RevCommit commit) {
      return commit;
    }
    throw new IncorrectObjectTypeException(id, Constants.TYPE_COMMIT);
  }

  /**
   * The tag objects from the id to what they name, the innermost first; none where it is no tag's.
   */
  public List<ObjectId> tags(ObjectId id) throws IOException {
    List<ObjectId> tags = new ArrayList<>();
    RevObject object = walk.parseAny(id);
    while (object instanceof RevTag tag) {
      tags.addFirst(tag.getId());
      object = walk.parseAny(tag.getObject());
    }
    return tags;
  }

  /** True where the id is a commit's, or that of a tag above one. */
  public boolean endsAtCommit(ObjectId id) throws IOException {
    return walk.peel(walk.parseAny(id)) instanceof RevCommit;
  }

  /** What a tag names in the end, or the object itself: a commit, a tree or a file. */
  public RevObject peel(ObjectId id) throws IOException {
    RevObject object = walk.peel(walk.parseAny(id));
    walk.parseHeaders(object);
    return object;
  }

  public RevCommit commit(CommitId id) throws IOException {
    return commit(ObjectId.fromString(id.hex()));
  }

  /** What the ends have and {@code known} have not, parents before children. */
  public List<RevCommit> between(Collection<RevCommit> known, Collection<RevCommit> ends)
      throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    walk.sort(RevSort.TOPO);
    walk.sort(RevSort.REVERSE, true);
    for (RevCommit end : ends) {
      walk.markStart(end);
    }
    for (RevCommit tip : known) {
      walk.markUninteresting(tip);
    }
    List<RevCommit> commits = new ArrayList<>();
    for (RevCommit commit : walk) {
      if (cut.contains(commit.getId())) {
        throw RemoteException.lasting(
            "git",
            "the history is cut off at "
                + commit.name()
                + ": this is a shallow clone; run 'git fetch --unshallow', or in CI check out with"
                + " fetch-depth: 0",
            null);
      }
      commits.add(commit);
    }
    return commits;
  }

  /** The merge bases of {@code end} with any of the tips, newest first. */
  public List<RevCommit> mergeBases(List<RevCommit> tips, RevCommit end) throws IOException {
    Set<RevCommit> bases = new HashSet<>();
    for (RevCommit tip : tips) {
      walk.reset();
      walk.sort(RevSort.NONE);
      walk.setRevFilter(RevFilter.MERGE_BASE);
      walk.markStart(List.of(tip, end));
      for (RevCommit base : walk) {
        bases.add(base);
      }
    }
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    List<RevCommit> sorted = new ArrayList<>();
    for (RevCommit base : bases) {
      sorted.add(commit(base));
    }
    sorted.sort(
        Comparator.comparingInt(RevCommit::getCommitTime)
            .reversed()
            .thenComparing(RevCommit::getName));
    return sorted;
  }

  /** True where {@code ancestor} is {@code descendant} or reachable from it. */
  public boolean isAncestor(CommitId ancestor, CommitId descendant) throws IOException {
    walk.reset();
    walk.setRevFilter(RevFilter.ALL);
    return walk.isMergedInto(commit(ancestor), commit(descendant));
  }

  @Override
  public void close() {
    walk.close();
    objects.close();
  }
}
