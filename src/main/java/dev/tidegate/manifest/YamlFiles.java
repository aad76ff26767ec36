package dev.tidegate.manifest;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.Yaml;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The YAML files of trees, each content parsed once while it is in use: several rules read all
 * Applications of a repository, for one change after the other. Thread-safe.
 */
public final class YamlFiles {
  /** Of the sources whose parsed form is kept, together, in bytes. */
  private static final long KEPT = 4L << 20;

  private static final long LARGEST_KEPT = 64L << 10;

  /** What an entry takes beyond its content, as bytes of source. */
  private static final long EACH = 256;

  private static final YamlFiles SHARED = new YamlFiles();

  private final Map<BlobId, Parsed> parsed = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  private record Parsed(Yaml.Stream stream, long size) {}

  private YamlFiles() {}

  /**
   * The documents of a file.
   *
   * @throws dev.tidegate.trouble.RemoteException if the content is missing
   * @throws IllegalArgumentException if it is larger than {@code limit} bytes
   */
  public static Yaml.Stream read(Tree tree, FileEntry file, long limit) {
    if (file.size() > Math.min(limit, LARGEST_KEPT)) {
      return Yaml.read(tree.read(file, limit));
    }
    Yaml.Stream known = SHARED.known(file.blob());
    if (known == null) {
      known = Yaml.read(tree.read(file, limit));
      SHARED.keep(file.blob(), new Parsed(known, file.size() + EACH));
    }
    return known;
  }

  private synchronized Yaml.@org.jspecify.annotations.Nullable Stream known(BlobId blob) {
    Parsed found = parsed.get(blob);
    return found == null ? null : found.stream;
  }

  private synchronized void keep(BlobId blob, Parsed one) {
    if (parsed.putIfAbsent(blob, one) != null) {
      return;
    }
    size += one.size;
    Iterator<Parsed> oldest = parsed.values().iterator();
    while (size > KEPT) {
      size -= oldest.next().size;
      oldest.remove();
    }
  }
}
