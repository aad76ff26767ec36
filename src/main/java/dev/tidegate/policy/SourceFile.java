package dev.tidegate.policy;

import dev.tidegate.change.Addition;
import dev.tidegate.change.FileEntry;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One content with one path, parsed at most once whichever rules ask. Used by one thread at a time.
 */
public final class SourceFile {
  private final Addition addition;
  private final Supplier<byte[]> read;
  private byte @Nullable [] bytes;
  private @Nullable String text;

  public SourceFile(Addition addition, Supplier<byte[]> read) {
    this.addition = addition;
    this.read = read;
  }

  public Addition addition() {
    return addition;
  }

  public FileEntry entry() {
    return addition.file();
  }

  public String path() {
    return entry().path();
  }

  /** The raw content; for a symlink its target. Do not change the array. */
  public byte[] bytes() {
    if (bytes == null) {
      bytes = read.get();
    }
    return bytes;
  }

  /** The content as text: by byte order mark, else UTF-8 with U+FFFD for what does not decode. */
  public String text() {
    if (text == null) {
      text = new String(bytes(), StandardCharsets.UTF_8);
    }
    return text;
  }
}
