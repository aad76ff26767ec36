package dev.tidegate.store;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A lock that the operating system frees when its process dies, however it dies. */
final class DirectoryLock {
  private DirectoryLock() {}

  static AutoCloseable take(Path directory) {
    Path file = directory.resolve("serving.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw RemoteException.lasting(
            "database",
            "another process serves from "
                + directory
                + ". Stop it first, give this one its own state.directory, or use PostgreSQL",
            null);
      }
      return channel;
    } catch (IOException e) {
      throw RemoteException.lasting("database", file + " cannot be locked: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
