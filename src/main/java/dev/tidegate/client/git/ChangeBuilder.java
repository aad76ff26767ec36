package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.check.CommitCheck;
import dev.tidegate.client.git.check.Oddities;
import dev.tidegate.client.git.check.Signatures;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.Objects;
import dev.tidegate.client.git.objects.RawCommit;
import dev.tidegate.trouble.RemoteException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;

/** One change while its commits are read, parents before children. */
final class ChangeBuilder {
  private static final int COMMIT_LIMIT = 5 << 20;

  private final ObjectStore store;
  private final Oddities oddities = new Oddities();
  private final CommitCheck commitCheck;
  private final Objects objects;
  private final List<Commit> commits = new ArrayList<>();
  private final AdditionCollector additions;

  ChangeBuilder(ObjectStore store, InstantSource clock, Objects objects) {
    this.store = store;
    this.objects = objects;
    this.commitCheck = new CommitCheck(clock, oddities);
    this.additions = new AdditionCollector(objects, oddities);
  }

  void commit(ObjectId object, RevCommit commit) {
    byte[] raw = raw(object, Constants.OBJ_COMMIT);
    List<CommitId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(ChangeReader.id(parent));
    }
    record(ChangeReader.id(object), parents, Constants.OBJ_COMMIT, raw);
  }

  /** An annotated tag stands as one more commit, so that its message is judged like theirs. */
  void tag(ObjectId tag, RevObject end) {
    byte[] raw = raw(tag, Constants.OBJ_TAG);
    record(ChangeReader.id(tag), List.of(ChangeReader.id(end)), Constants.OBJ_TAG, raw);
  }

  void oddity(OddityKind kind, CommitId commit, String detail) {
    oddities.add(kind, commit, detail);
  }

  /** What a commit's tree has that none of its parents' trees have. */
  void additions(CommitId commit, ObjectId tree, List<ObjectId> parents) {
    additions.collect(commit, tree, parents);
  }

  private void record(CommitId id, List<CommitId> parents, int type, byte[] raw) {
    RawCommit parsed = RawCommit.parse(raw);
    commitCheck.check(id, type, raw, parsed);
    commits.add(parsed.commit(id, parents, Signatures.seal(raw, parsed)));
  }

  private byte[] raw(ObjectId id, int type) {
    byte[] raw = objects.read(id, type, COMMIT_LIMIT);
    if (raw == null) {
      throw RemoteException.lasting(
          "git",
          "object " + id.name() + " is a commit or tag over 5 MiB; write a shorter message",
          null);
    }
    return raw;
  }

  Change change(RepoId repo, List<RevCommit> bases, CommitId head, ObjectId tree, Origin origin) {
    additions.finish(head, tree);
    Optional<RevCommit> base = bases.stream().findFirst();
    List<PathChange> result =
        TreeDiff.between(objects, bases.stream().map(b -> (ObjectId) b.getTree()).toList(), tree);
    return new Change(
        repo,
        base.map(ChangeReader::id),
        head,
        commits,
        additions.all(),
        result,
        oddities.all(),
        base.map(b -> store.tree(b.getTree())).orElseGet(Tree::empty),
        store.tree(tree),
        origin);
  }
}
