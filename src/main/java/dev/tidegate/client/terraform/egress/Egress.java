package dev.tidegate.client.terraform.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP proxy at a Unix socket that knows nothing but {@code CONNECT} to hosts on a list: names
 * are resolved here, since a sandbox has no network of its own. What flows is encrypted and not
 * looked at.
 */
public final class Egress implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Egress.class);
  private static final Pattern CONNECT =
      Pattern.compile("CONNECT ([A-Za-z0-9._-]{1,253}):([0-9]{1,5}) HTTP/1\\.[01]");
  private static final int CONNECTIONS = 64;
  private static final int HEADER = 8192;
  private static final int DIAL_MILLIS = 10_000;

  private final Set<String> allowed;
  private final Function<String, InetSocketAddress> names;
  private final Path folder;
  private final ServerSocketChannel server;
  private final Semaphore room = new Semaphore(CONNECTIONS);
  private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Opens for these hosts, {@code host:port} each. */
  public static Egress to(Set<String> allowed) throws IOException {
    return to(
        allowed,
        target -> {
          int colon = target.lastIndexOf(':');
          return new InetSocketAddress(
              target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        });
  }

  /** As {@link #to(Set)}, with other answers to where a host is. */
  public static Egress to(Set<String> allowed, Function<String, InetSocketAddress> names)
      throws IOException {
    Path folder = Files.createTempDirectory("tidegate-egress");
    try {
      return new Egress(allowed, names, folder);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(folder);
      throw e;
    }
  }

  private Egress(Set<String> allowed, Function<String, InetSocketAddress> names, Path folder)
      throws IOException {
    this.allowed = Set.copyOf(allowed);
    this.names = names;
    this.folder = folder;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket()));
    // A plan may run as another account: it may pass through the folder, and not look into it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
    Thread.ofVirtual().start(this::accept);
  }

  public Path socket() {
    return folder.resolve("s");
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel client = server.accept();
        if (room.tryAcquire()) {
          Thread.ofVirtual().start(() -> serve(client));
        } else {
          client.close();
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      holdOpen(client);
      InputStream in = Channels.newInputStream(client);
      OutputStream out = Channels.newOutputStream(client);
      String asked = firstLine(in);
      Matcher target = CONNECT.matcher(asked);
      String host = target.matches() ? target.group(1) + ":" + target.group(2) : "";
      if (!allowed.contains(host.toLowerCase(Locale.ROOT))) {
        log.warn(
            "a plan asked for {}, which is not in terraform.egress",
            host.isEmpty() ? "no host by CONNECT" : host);
        answer(out, "403 Forbidden by terraform.egress");
        return;
      }
      forward(host.toLowerCase(Locale.ROOT), in, out);
    } catch (IOException e) {
      // The plan ended, or gave up.
    } finally {
      open.remove(client);
      room.release();
    }
  }

  private void forward(String host, InputStream in, OutputStream out) throws IOException {
    try (Socket far = new Socket()) {
      holdOpen(far);
      try {
        far.connect(names.apply(host), DIAL_MILLIS);
      } catch (IOException | RuntimeException e) {
        log.warn("a plan asked for {}, which cannot be reached: {}", host, e.toString());
        answer(out, "502 Cannot reach " + host);
        return;
      }
      answer(out, "200 Connected");
      Thread back =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  far.getInputStream().transferTo(out);
                } catch (IOException e) {
                  // Either end is gone.
                } finally {
                  close(far);
                  close(out);
                }
              });
      try {
        in.transferTo(far.getOutputStream());
        far.shutdownOutput();
        back.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        open.remove(far);
      }
    }
  }

  /** Until it is closed or everything is. */
  private void holdOpen(AutoCloseable one) throws IOException {
    open.add(one);
    if (closed) {
      // It came while everything was closed, which may have overlooked it.
      open.remove(one);
      throw new IOException("closed");
    }
  }

  /** The request's first line, once all of its header was read. */
  private static String firstLine(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    while (header.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0 || header.length() > HEADER) {
        throw new IOException("no header");
      }
      header.append((char) c);
    }
    return header.substring(0, header.indexOf("\r\n"));
  }

  private static void answer(OutputStream out, String status) throws IOException {
    out.write(("HTTP/1.1 " + status + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void close(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      // It is gone already.
    }
  }

  /** Cuts every connection. */
  @Override
  public void close() {
    closed = true;
    close(server);
    open.forEach(Egress::close);
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
