package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.objects.History;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.StagedTree;
import dev.tidegate.client.git.objects.TreeCache;
import dev.tidegate.client.git.objects.Unreadable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;

/**
 * Computes changes from the objects of one store. Thread-safe. Throws {@link Unreadable} where an
 * object is missing, so that the owner of the store can bring it or say what to do.
 */
final class ChangeReader {
  private final ObjectStore store;
  private final InstantSource clock;

  public ChangeReader(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** {@code base..head}: the commits that head has and base has not; the tree diff of the two. */
  public Change range(RepoId repo, CommitId base, ObjectId head, Origin origin) {
    return reading(history -> {
      RevCommit from = history.commit(base);
      return change(history, repo, List.of(from), List.of(from), head, origin);
    });
  }

  /**
   * What head has that none of {@code known} has; compared with their merge base. With several
   * merge bases the newest is the change's base, and a path counts as changed where it differs from
   * any of them. Without one everything in head's tree is new.
   */
  public Change since(RepoId repo, Collection<ObjectId> known, ObjectId head, Origin origin) {
    return reading(history -> {
      List<RevCommit> tips = new ArrayList<>();
      for (ObjectId tip : known) {
        tips.add(history.commit(tip));
      }
      RevCommit end = history.commit(head);
      return change(history, repo, tips, history.mergeBases(tips, end), head, origin);
    });
  }

  /** The whole tree of one commit, as if that commit added all of it. */
  public Change snapshot(RepoId repo, ObjectId head, Origin origin) {
    return reading(history -> {
      RevCommit commit = history.commit(head);
      ChangeBuilder found = builder(history);
      found.commit(head, commit);
      found.additions(id(commit), commit.getTree(), List.of());
      return found.change(repo, List.of(), id(commit), commit.getTree(), origin);
    });
  }

  /**
   * What committing the index would add to {@code head}; the commit that does not exist yet has the
   * id of all zeros.
   */
  public static Change staged(
      RepoId repo, Repository repository, DirCache index, Optional<ObjectId> head, Origin origin)
      throws IOException {
    TreeCache cache = new TreeCache(Long.MAX_VALUE);
    ObjectId tree = StagedTree.of(index, cache);
    ObjectStore store =
        new ObjectStore(repository, cache, "is the repository a partial or shallow clone?");
    ChangeReader reader = new ChangeReader(store, InstantSource.system());
    return reader.reading(history -> {
      ChangeBuilder found = reader.builder(history);
      List<RevCommit> bases = new ArrayList<>();
      List<ObjectId> trees = new ArrayList<>();
      if (head.isPresent()) {
        RevCommit base = history.commit(head.get());
        bases.add(base);
        trees.add(base.getTree());
      }
      found.additions(id(ObjectId.zeroId()), tree, trees);
      return found.change(repo, bases, id(ObjectId.zeroId()), tree, origin);
    });
  }

  /**
   * What a ref brings that names no commit but a tree, or a file, which then stands under {@code
   * name}: all of it, and the tags above it. The change's head is that object.
   */
  Change bare(RepoId repo, ObjectId named, String name, Origin origin) {
    TreeCache cache = new TreeCache(Long.MAX_VALUE);
    ObjectStore whole = new ObjectStore(store.repository(), cache, store.advice());
    ChangeReader loose = new ChangeReader(whole, clock);
    return loose.reading(history -> {
      RevObject content = history.peel(named);
      ObjectId tree =
          content.getType() == Constants.OBJ_TREE ? content : StagedTree.of(name, content, cache);
      ChangeBuilder found = loose.builder(history);
      for (ObjectId tag : history.tags(named)) {
        found.tag(tag, content);
      }
      found.additions(id(content), tree, List.of());
      return found.change(repo, List.of(), id(content), tree, origin);
    });
  }

  /** The tree of a commit. */
  public static Tree treeOf(ObjectStore store, CommitId commit) throws IOException {
    try (History history = new History(store)) {
      return store.tree(history.commit(commit).getTree());
    }
  }

  private Change change(
      History history,
      RepoId repo,
      List<RevCommit> known,
      List<RevCommit> bases,
      ObjectId head,
      Origin origin)
      throws IOException {
    List<RevCommit> fresh = history.between(known, List.of(history.commit(head)));
    return of(history, repo, fresh, !known.isEmpty(), bases, head, origin);
  }

  /**
   * The change of these commits, parents before children, the last of which need not be among them.
   *
   * @param grown true where there was history before: then a commit without parents is odd
   */
  Change of(
      History history,
      RepoId repo,
      List<RevCommit> commits,
      boolean grown,
      List<RevCommit> bases,
      ObjectId head,
      Origin origin)
      throws IOException {
    RevCommit end = history.commit(head);
    ChangeBuilder found = builder(history);
    for (RevCommit commit : commits) {
      found.commit(commit, commit);
      List<ObjectId> parents = new ArrayList<>();
      for (RevCommit parent : commit.getParents()) {
        parents.add(history.commit(parent).getTree().getId());
      }
      if (parents.isEmpty() && grown) {
        found.oddity(
            OddityKind.COMMIT_ORPHAN, id(commit), "the commit has no parent; all of it is judged");
      }
      found.additions(id(commit), commit.getTree(), parents);
    }
    for (ObjectId tag : history.tags(head)) {
      found.tag(tag, end);
    }
    return found.change(repo, bases, id(end), end.getTree(), origin);
  }

  <T> T reading(Reading<T> reading) {
    try (History history = new History(store)) {
      return reading.read(history);
    } catch (IOException e) {
      throw Unreadable.of(e);
    }
  }

  private ChangeBuilder builder(History history) {
    return new ChangeBuilder(store, clock, history.objects());
  }

  static CommitId id(ObjectId id) {
    return new CommitId(id.name());
  }

  @FunctionalInterface
  interface Reading<T> {
    T read(History history) throws IOException;
  }
}
