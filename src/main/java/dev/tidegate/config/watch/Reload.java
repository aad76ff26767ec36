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
import java.util.List;
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
  private final Consumer<Boolean> told;
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
   * @param told hears of each reload: true where the new configuration is in force
   */
  public static Reload watching(
      Path file,
      ConfigReader reader,
      ServerConfig running,
      Consumer<ServerConfig> apply,
      Consumer<Boolean> told)
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
    Reload reload = new Reload(file, reader, running, apply, told, watch);
    Thread.ofVirtual().name("config-watch").start(reload::watch);
    return reload;
  }

  private Reload(
      Path file,
      ConfigReader reader,
      ServerConfig running,
      Consumer<ServerConfig> apply,
      Consumer<Boolean> told,
      WatchService watch)
      throws IOException {
    this.file = file;
    this.reader = reader;
    this.apply = apply;
    this.told = told;
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
      boolean applied = read();
      told.accept(applied);
      return applied;
    } finally {
      turn.unlock();
    }
  }

  private boolean read() {
    try {
      ServerConfig next = reader.server(file);
      ServerConfig usable = next.withoutWhatNeedsAStart(current);
      apply.accept(usable);
      needsAStart(next);
      current = usable;
      LOG.info("{}: the new configuration is in force", file);
      return true;
    } catch (ConfigException e) {
      LOG.error(
          "{}: NOT reloaded, the old configuration stays in force:\n{}", file, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{}: NOT reloaded, the old configuration stays in force", file, e);
    }
    return false;
  }

  private void needsAStart(ServerConfig next) {
    List<String> later = next.needingAStart(current);
    if (!later.isEmpty()) {
      LOG.warn(
          "{}: {} NOT in force before the next start; everything else is",
          file,
          String.join(", ", later));
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
      told.accept(false);
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
