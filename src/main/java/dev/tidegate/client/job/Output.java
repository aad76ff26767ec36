package dev.tidegate.client.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of output without reading all of them. */
public final class Output {
  private Output() {}

  /** The last characters of a file of output; bytes that are not UTF-8 stand as U+FFFD. */
  public static String tail(Path file, int bytes) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - bytes));
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until full or at the end
      }
      return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }
  }
}
