package dev.tidegate.client.git.objects;

import dev.tidegate.change.Tree;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * The objects of one repository and what was read of them last. Thread-safe; the repository stays
 * its owner's.
 *
 * @param advice what a person can do where an object is missing, one sentence
 */
public record ObjectStore(Repository repository, TreeCache cache, String advice) {
  private static final long CACHE_BYTES = 64L << 20;

  public static ObjectStore of(Repository repository, String advice) {
    return new ObjectStore(repository, new TreeCache(CACHE_BYTES), advice);
  }

  public Objects open() {
    return new Objects(repository.newObjectReader(), cache);
  }

  /** The tree of this object id, which is a tree's and not a commit's. */
  public Tree tree(ObjectId tree) {
    return new GitTree(this, tree);
  }

  /** The trouble as a message for people. */
  public String explain(Unreadable trouble) {
    return trouble.getMessage() + "; " + advice;
  }
}
