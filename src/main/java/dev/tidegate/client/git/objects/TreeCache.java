package dev.tidegate.client.git.objects;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The trees read last, up to a number of bytes. Thread-safe. */
public final class TreeCache {
  private final long limit;
  private final Map<ObjectId, RawTree> trees = new LinkedHashMap<>(256, 0.75f, true);
  private long bytes;

  public TreeCache(long limit) {
    this.limit = limit;
  }

  public synchronized @Nullable RawTree get(AnyObjectId id) {
    return trees.get(id.toObjectId());
  }

  public synchronized void put(AnyObjectId id, RawTree tree) {
    if (trees.put(id.toObjectId(), tree) == null) {
      bytes += tree.weight();
    }
    var oldest = trees.values().iterator();
    while (bytes > limit && trees.size() > 1) {
      bytes -= oldest.next().weight();
      oldest.remove();
    }
  }
}
