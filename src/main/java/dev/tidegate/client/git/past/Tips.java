package dev.tidegate.client.git.past;

import dev.tidegate.client.git.objects.History;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;

/**
 * Where the walk starts: branches, remotes, tags, notes, the stash, pull requests, and HEAD.
 *
 * @param commits what refs name, tags peeled
 * @param tags annotated tags, the innermost first
 * @param bare trees and files that a ref names without a commit
 */
record Tips(Set<RevCommit> commits, Set<ObjectId> tags, List<Bare> bare) {
  /**
   * @param named what the ref holds: a tag's id, or the object's own
   */
  record Bare(String ref, ObjectId named, ObjectId object, boolean isTree) {}

  static Tips of(Repository repository, History history) throws IOException {
    Tips tips = new Tips(new LinkedHashSet<>(), new LinkedHashSet<>(), new ArrayList<>());
    List<Ref> refs = new ArrayList<>(repository.getRefDatabase().getRefsByPrefix(RefDatabase.ALL));
    Ref head = repository.exactRef(Constants.HEAD);
    if (head != null) {
      refs.add(head);
    }
    for (Ref ref : refs) {
      ObjectId id = ref.getObjectId();
      if (id != null) {
        tips.add(ref.getName(), id, history);
      }
    }
    return tips;
  }

  private void add(String ref, ObjectId id, History history) throws IOException {
    tags.addAll(history.tags(id));
    var peeled = history.peel(id);
    if (peeled instanceof RevCommit commit) {
      commits.add(commit);
    } else {
      boolean tree = peeled.getType() == Constants.OBJ_TREE;
      bare.add(new Bare(ref, id.copy(), peeled.copy(), tree));
    }
  }
}
