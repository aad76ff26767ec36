package dev.tidegate.client.git.objects;

import dev.tidegate.change.BlobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of one store with limits; for one thread. What is too large is never loaded: sizes
 * come from object headers. Throws {@link Unreadable}.
 */
public final class Objects implements AutoCloseable {
  private static final int TREE_LIMIT = 64 << 20;
  private static final int SIZES_LIMIT = 1_000_000;

  private final ObjectReader reader;
  private final TreeCache cache;
  private final Map<ObjectId, Long> sizes = new HashMap<>();

  public Objects(ObjectReader reader, TreeCache cache) {
    this.reader = reader;
    this.cache = cache;
  }

  public ObjectReader reader() {
    return reader;
  }

  /** The tree; null where it is larger than 64 MiB. */
  public @Nullable RawTree tree(AnyObjectId id) {
    RawTree known = cache.get(id);
    if (known != null) {
      return known;
    }
    byte[] raw = opened(id, Constants.OBJ_TREE, TREE_LIMIT);
    if (raw == null) {
      return null;
    }
    RawTree tree = RawTree.parse(raw);
    cache.put(id, tree);
    return tree;
  }

  /** A blob's size in bytes, from its header. */
  public long size(ObjectId blob) {
    Long known = sizes.get(blob);
    if (known != null) {
      return known;
    }
    long size = trying(blob, () -> reader.getObjectSize(blob, Constants.OBJ_BLOB));
    if (sizes.size() < SIZES_LIMIT) {
      sizes.put(blob, size);
    }
    return size;
  }

  /** A blob's content; null where it is larger than {@code limit} bytes. */
  public byte @Nullable [] blob(AnyObjectId id, long limit) {
    return read(id, Constants.OBJ_BLOB, limit);
  }

  /** A commit or tag as stored; null where it is larger than {@code limit} bytes. */
  public byte @Nullable [] read(AnyObjectId id, int type, long limit) {
    boolean large = trying(id, () -> reader.getObjectSize(id, type) > limit);
    return large ? null : opened(id, type, limit);
  }

  /**
   * The same without a look at the header first, which costs as much as opening: for a limit that
   * JGit's own, up to which it loads what it opens, does not go far beyond.
   */
  public byte @Nullable [] opened(AnyObjectId id, int type, long limit) {
    return trying(
        id,
        () -> {
          ObjectLoader loader = reader.open(id, type);
          int most = (int) Math.min(limit, Integer.MAX_VALUE - 8);
          return loader.getSize() > most ? null : loader.getCachedBytes(most);
        });
  }

  private static <T extends @Nullable Object> T trying(AnyObjectId id, Reading<T> reading) {
    try {
      return reading.read();
    } catch (MissingObjectException e) {
      throw new Unreadable("object " + id.name() + " is missing");
    } catch (IncorrectObjectTypeException e) {
      throw new Unreadable("object " + id.name() + " is not of the type its referrer says");
    } catch (LargeObjectException e) {
      throw new Unreadable("object " + id.name() + " is too large to read");
    } catch (IOException e) {
      throw new Unreadable("object " + id.name() + " cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  public static BlobId blobId(AnyObjectId id) {
    return new BlobId(id.name());
  }

  @FunctionalInterface
  private interface Reading<T extends @Nullable Object> {
    T read() throws IOException;
  }
}
