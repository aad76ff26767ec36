package dev.tidegate.trial;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files of a case, named as git would name them. Immutable. */
final class CaseTree implements Tree {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  CaseTree(Map<String, String> texts) {
    texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Optional<FileEntry> at(String path) {
    return Optional.ofNullable(files.get(path)).map(bytes -> entry(path, bytes));
  }

  @Override
  public boolean isFolder(String path) {
    return path.isEmpty() || files.keySet().stream().anyMatch(p -> p.startsWith(path + "/"));
  }

  @Override
  public List<FileEntry> under(String folder) {
    return files.entrySet().stream()
        .filter(e -> folder.isEmpty() || e.getKey().startsWith(folder + "/"))
        .map(e -> entry(e.getKey(), e.getValue()))
        .toList();
  }

  @Override
  public byte[] read(FileEntry entry, long limit) {
    return files.values().stream()
        .filter(bytes -> id(bytes).equals(entry.blob()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a file of this case"));
  }

  private static FileEntry entry(String path, byte[] bytes) {
    boolean script = bytes.length > 2 && bytes[0] == '#' && bytes[1] == '!';
    FileEntry.Mode mode = script ? FileEntry.Mode.EXECUTABLE : FileEntry.Mode.FILE;
    return new FileEntry(path, mode, id(bytes), bytes.length);
  }

  private static BlobId id(byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return new BlobId(HexFormat.of().formatHex(sha.digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
