package dev.tidegate.client.git.objects;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.UnmergedPathException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TreeFormatter;

/**
 * The trees that committing the index would write; they are put into a cache that forgets nothing
 * and not into the repository.
 */
public final class StagedTree extends ObjectInserter.Formatter {
  private final TreeCache cache;

  private StagedTree(TreeCache cache) {
    this.cache = cache;
  }

  public static ObjectId of(DirCache index, TreeCache cache)
      throws UnmergedPathException, IOException {
    try (StagedTree trees = new StagedTree(cache)) {
      return index.writeTree(trees);
    }
  }

  /** A tree with nothing but this file. */
  public static ObjectId of(String name, ObjectId file, TreeCache cache) {
    try (StagedTree trees = new StagedTree(cache)) {
      TreeFormatter one = new TreeFormatter();
      one.append(name, FileMode.REGULAR_FILE, file);
      byte[] raw = one.toByteArray();
      return trees.insert(Constants.OBJ_TREE, raw, 0, raw.length);
    }
  }

  @Override
  public ObjectId insert(int type, byte[] data, int off, int len) {
    byte[] raw = Arrays.copyOfRange(data, off, off + len);
    ObjectId id = idFor(type, raw);
    if (type == Constants.OBJ_TREE) {
      cache.put(id, RawTree.parse(raw));
    }
    return id;
  }

  @Override
  public ObjectId insert(int type, long length, InputStream in) throws IOException {
    byte[] raw = in.readNBytes(Math.toIntExact(length));
    return insert(type, raw, 0, raw.length);
  }
}
