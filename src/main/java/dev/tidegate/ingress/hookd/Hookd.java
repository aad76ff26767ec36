package dev.tidegate.ingress.hookd;

import dev.tidegate.ingress.hook.Account;
import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The resident judge: answers hooks of its own account over a Unix domain socket in a folder that
 * nobody else may enter. Ends when it was idle for long, or when another build was installed.
 */
public final class Hookd implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final Settings settings;
  private final Hook hook;
  private final Account account;
  private final Build build;
  private final AtomicInteger open = new AtomicInteger();
  private final Selector selector;
  private final ThreadPoolExecutor judges;

  /**
   * @param socket its folder is made where it is missing
   * @param idle without a request for so long it ends; zero: never
   * @param judges how many requests are judged at a time
   * @param waiting how many may wait; those beyond are told that it is busy
   * @param home the installation's folder
   */
  public record Settings(
      Path socket, Duration idle, int judges, int waiting, Optional<Path> home) {}

  public Hookd(Hook hook, Account account, Settings settings) {
    this.hook = hook;
    this.account = account;
    this.settings = settings;
    this.build = Build.of(settings.home());
    this.judges =
        new ThreadPoolExecutor(
            settings.judges(),
            settings.judges(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(settings.waiting()),
            Thread.ofPlatform().daemon().name("hook-", 0).factory());
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw trouble("cannot start: " + e.getMessage(), e);
    }
  }

  /** Where a daemon of this account listens unless it is told otherwise. */
  public static Path standardSocket(Optional<String> runtime, Optional<String> temporary) {
    if (runtime.isPresent()) {
      return Path.of(runtime.get(), "tidegate", "hookd.sock");
    }
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return Path.of(temporary.orElse("/tmp"), "tidegate-" + uid, "hookd.sock");
    } catch (IOException | UnsupportedOperationException e) {
      throw trouble("name a socket: --socket FILE", e);
    }
  }

  /**
   * Answers until it is idle, closed or replaced.
   *
   * @param ready run once it listens
   * @return false where another daemon listens there already
   */
  public boolean run(Runnable ready) {
    Path socket = settings.socket();
    Path folder = folder(socket);
    try (FileChannel lockFile =
        FileChannel.open(
            folder.resolve(socket.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        return false;
      }
      Files.deleteIfExists(socket);
      try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        server.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Files.deleteIfExists(folder.resolve("starting"));
        ready.run();
        accept(server);
      } finally {
        Files.deleteIfExists(socket);
      }
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      throw trouble("cannot listen at " + socket + ": " + e.getMessage(), e);
    } finally {
      judges.shutdown();
    }
  }

  private void accept(ServerSocketChannel server) throws IOException {
    long idleSince = System.nanoTime();
    while (selector.isOpen() && build.current()) {
      long left = settings.idle().minusNanos(System.nanoTime() - idleSince).toMillis();
      if (!settings.idle().isZero() && left <= 0 && open.get() == 0) {
        return;
      }
      selector.select(settings.idle().isZero() ? 0 : Math.max(left, 1000));
      if (!selector.isOpen()) {
        return;
      }
      selector.selectedKeys().clear();
      SocketChannel client = server.accept();
      while (client != null) {
        idleSince = System.nanoTime();
        serve(client);
        client = server.accept();
      }
    }
  }

  private void serve(SocketChannel client) {
    open.incrementAndGet();
    Thread.ofVirtual()
        .start(() -> {
          try (client) {
            new Conversation(client, hook, judges, build).hold();
          } catch (IOException e) {
            // The client went away, or sees that we do: it judges by itself.
          } finally {
            open.decrementAndGet();
          }
        });
  }

  /** The socket's folder, ours and closed to all others. */
  private Path folder(Path socket) {
    Path folder = Optional.ofNullable(socket.toAbsolutePath().getParent()).orElseThrow();
    Set<PosixFilePermission> closed = PosixFilePermissions.fromString("rwx------");
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(closed));
      }
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          || !account.owns(folder)
          || !closed.containsAll(
              Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
        throw trouble(
            folder
                + " is not a folder of "
                + account.name()
                + " alone; 'chmod 700' it, or name another with --socket",
            null);
      }
      return folder;
    } catch (IOException e) {
      throw trouble("cannot use " + folder + ": " + e.getMessage(), e);
    }
  }

  private static RemoteException trouble(String message, @Nullable Exception cause) {
    return RemoteException.lasting("hookd", message, cause);
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (ClosedChannelException e) {
      // Already.
    } catch (IOException e) {
      throw trouble("does not end cleanly: " + e.getMessage(), e);
    }
    judges.shutdownNow();
  }
}
