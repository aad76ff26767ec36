package dev.tidegate.change;

import java.util.List;
import java.util.Optional;

/** A read-only view of one commit's files. Safe to use from several threads. */
public interface Tree {
  /** The entry at exactly this path (a file, symlink or submodule). */
  Optional<FileEntry> at(String path);

  /** True where the path names a folder; the empty path is the root and always one. */
  boolean isFolder(String path);

  /**
   * All entries below a folder, recursively, sorted by path; the empty path lists the whole tree.
   */
  List<FileEntry> under(String folder);

  /**
   * The content of a blob.
   *
   * @throws dev.tidegate.trouble.RemoteException if the object is missing
   * @throws IllegalArgumentException if it is larger than {@code limit} bytes
   */
  byte[] read(FileEntry entry, long limit);

  /** A tree with nothing in it. */
  static Tree empty() {
    return new Tree() {
      @Override
      public Optional<FileEntry> at(String path) {
        return Optional.empty();
      }

      @Override
      public boolean isFolder(String path) {
        return path.isEmpty();
      }

      @Override
      public List<FileEntry> under(String folder) {
        return List.of();
      }

      @Override
      public byte[] read(FileEntry entry, long limit) {
        throw new IllegalArgumentException("the empty tree has no files");
      }
    };
  }
}
