package dev.tidegate.config.watch;

import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force. A changed file, or a call of {@link #now}, reads it anew and swaps it
 * at once as a whole; a file that cannot be used leaves the old configuration in force and is
 * logged as an error with all its problems. Thread-safe.
 */
public final class Reload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);
  private final Path file;
  private final ConfigReader reader;
  private final Consumer<ServerConfig> apply;
  private final WatchService watch;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile ServerConfig current;
  private byte[] seen;

  /**
   * Watches the file's folder from now on, so that a replaced file (an editor's, a Kubernetes
   * mount's) is seen too.
   *
   * @param running the configuration in force, read from the file
   * @param apply takes a new configuration into use, all or nothing: where it throws a {@link
   *     ConfigException} the old one stays
   */
  public static Reload watching(
      Path file, ConfigReader reader, ServerConfig running, Consumer<ServerConfig> apply)
      throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    WatchService watch = folder.getFileSystem().newWatchService();
    folder.register(
        watch,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_MODIFY,
        StandardWatchEventKinds.ENTRY_DELETE);
    Reload reload = new Reload(file, reader, running, apply, watch);
    Thread.ofVirtual().name("config-watch").start(reload::watch);
    return reload;
  }

  private Reload(
      Path file,
      ConfigReader reader,
      ServerConfig running,
      Consumer<ServerConfig> apply,
      WatchService watch)
      throws IOException {
    this.file = file;
    this.reader = reader;
    this.apply = apply;
    this.watch = watch;
    this.current = running;
    this.seen = Files.readAllBytes(file);
  }

  public ServerConfig current() {
    return current;
  }

  /**
   * Reads the file and its secrets anew, as on SIGHUP, even where the file is the same.
   *
   * @return false where the old configuration stays in force
   */
  public boolean now() {
    turn.lock();
    try {
      ServerConfig next = reader.server(file);
      if (!next.server().equals(current.server()) || !next.state().equals(current.state())) {
        LOG.warn("{}: server and state take effect at the next start", file);
      }
      apply.accept(next);
      current = next;
      LOG.info("{}: the new configuration is in force", file);
      return true;
    } catch (ConfigException e) {
      LOG.error(
          "{}: NOT reloaded, the old configuration stays in force:\n{}", file, e.getMessage());
      return false;
    } catch (RuntimeException e) {
      LOG.error("{}: NOT reloaded, the old configuration stays in force", file, e);
      return false;
    } finally {
      turn.unlock();
    }
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = watch.take();
        key.pollEvents();
        settle();
        if (changed()) {
          now();
        }
        if (!key.reset()) {
          LOG.error("{}: its folder is gone; only SIGHUP reloads it from now on", file);
          return;
        }
      }
    } catch (ClosedWatchServiceException e) {
      // closed: nothing left to watch
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets a writer finish: waits until a tenth of a second passes without an event. */
  private void settle() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      WatchKey more = watch.poll(100, TimeUnit.MILLISECONDS);
      if (more == null) {
        return;
      }
      more.pollEvents();
      more.reset();
    }
  }

  private boolean changed() {
    try {
      byte[] bytes = Files.readAllBytes(file);
      boolean changed = !Arrays.equals(bytes, seen);
      seen = bytes;
      return changed;
    } catch (IOException e) {
      LOG.error("{}: gone or not readable; the old configuration stays in force", file);
      return false;
    }
  }

  @Override
  public void close() {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.warn("{}: {}", file, e.getMessage());
    }
  }
}
