package dev.tidegate.testing;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.change.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A tree in memory; blobs have the ids that git would give them. Reads any blob it ever saw. */
public final class MemoryTree implements Tree {
  private final TreeMap<String, FileEntry> entries;
  private final Map<BlobId, byte[]> blobs;

  private MemoryTree(Map<String, FileEntry> entries, Map<BlobId, byte[]> blobs) {
    this.entries = new TreeMap<>(entries);
    this.blobs = blobs;
  }

  public static MemoryTree nothing() {
    return new MemoryTree(Map.of(), new ConcurrentHashMap<>());
  }

  public MemoryTree with(String path, String text) {
    return with(path, text.getBytes(StandardCharsets.UTF_8), Mode.FILE);
  }

  public MemoryTree with(String path, byte[] content, Mode mode) {
    BlobId id = blobId(content);
    blobs.put(id, content);
    return with(new FileEntry(path, mode, id, mode == Mode.SUBMODULE ? 0 : content.length));
  }

  /** An entry whose content cannot be read here. */
  public MemoryTree with(FileEntry entry) {
    MemoryTree next = new MemoryTree(entries, blobs);
    next.entries.put(entry.path(), entry);
    return next;
  }

  public MemoryTree without(String path) {
    MemoryTree next = new MemoryTree(entries, blobs);
    next.entries.remove(path);
    next.entries.keySet().removeIf(p -> p.startsWith(path + "/"));
    return next;
  }

  @Override
  public Optional<FileEntry> at(String path) {
    return Optional.ofNullable(entries.get(path));
  }

  @Override
  public boolean isFolder(String path) {
    String below = entries.ceilingKey(path + "/");
    return path.isEmpty() || (below != null && below.startsWith(path + "/"));
  }

  @Override
  public List<FileEntry> under(String folder) {
    return folder.isEmpty()
        ? new ArrayList<>(entries.values())
        : new ArrayList<>(entries.subMap(folder + "/", folder + "0").values());
  }

  @Override
  public byte[] read(FileEntry entry, long limit) {
    byte[] content = blobs.get(entry.blob());
    if (content == null) {
      throw new AssertionError("nobody may read " + entry.path());
    }
    if (content.length > limit) {
      throw new IllegalArgumentException(entry.path() + " is larger than " + limit + " bytes");
    }
    return content;
  }

  static BlobId blobId(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    return new BlobId(sha1(head, content));
  }

  static String sha1(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
