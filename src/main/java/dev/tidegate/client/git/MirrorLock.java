package dev.tidegate.client.git;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One writer per mirror: among the threads of this process by a lock in memory, among processes by
 * a lock on a file beside the mirror, which the system releases when a process dies.
 */
final class MirrorLock implements AutoCloseable {
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  private final ReentrantLock thread;
  private final FileChannel channel;

  private MirrorLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  /** Waits for the lock at most {@code patience}; passing trouble where it is not had by then. */
  static MirrorLock take(Path file, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Path key = file.toAbsolutePath().normalize();
    ReentrantLock thread = THREADS.computeIfAbsent(key, k -> new ReentrantLock());
    try {
      if (!thread.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(file, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy(file, e);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (!held(channel)) {
        if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
          throw busy(file, null);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
      return new MirrorLock(thread, channel);
    } catch (IOException e) {
      release(thread, channel);
      throw RemoteException.lasting(
          "git", "cannot lock the mirror " + file + ": is the state directory writable?", e);
    } catch (RuntimeException e) {
      release(thread, channel);
      throw e;
    }
  }

  private static boolean held(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    return lock != null;
  }

  private static RemoteException busy(Path file, @Nullable Throwable cause) {
    return RemoteException.passing(
        "git", "the mirror " + file.getFileName() + " is busy with another fetch", cause);
  }

  private static void release(ReentrantLock thread, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Closing releases the lock in any case.
    } finally {
      thread.unlock();
    }
  }

  @Override
  public void close() {
    release(thread, channel);
  }
}
