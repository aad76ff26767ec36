package dev.tidegate.change;

/**
 * A file in a tree.
 *
 * @param path as in the tree, {@code /}-separated; bytes that are not UTF-8 stand as U+FFFD
 * @param size of the content in bytes; 0 for a submodule
 */
public record FileEntry(String path, Mode mode, BlobId blob, long size) {
  /** What git says the entry is. */
  public enum Mode {
    FILE,
    EXECUTABLE,
    SYMLINK,
    SUBMODULE
  }

  /** The part of the path after the last slash. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** True where the content is text or bytes to judge: not a submodule. */
  public boolean hasContent() {
    return mode != Mode.SUBMODULE;
  }
}
