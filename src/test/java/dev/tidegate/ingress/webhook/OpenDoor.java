package dev.tidegate.ingress.webhook;

import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.secret.Secret;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A door on loopback with a place to keep deliveries, and a client that sends exact bytes. */
final class OpenDoor implements AutoCloseable {
  static final String SECRET = "the word that signs";
  final Kept kept = new Kept();
  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final Door door;
  volatile Optional<String> notReady = Optional.empty();

  OpenDoor(DoorSettings settings, String... secrets) {
    InetSocketAddress any = InetSocketAddress.createUnresolved("127.0.0.1", 0);
    List<Secret> words =
        Arrays.stream(secrets.length == 0 ? new String[] {SECRET} : secrets)
            .map(Secret::new)
            .toList();
    door = Door.open(any, any, settings, words, kept, () -> notReady, registry, Clock.systemUTC());
  }

  OpenDoor() {
    this(DoorSettings.standard());
  }

  static DoorSettings settings(Duration idle, Duration body, int rate) {
    DoorSettings d = DoorSettings.standard();
    return new DoorSettings(
        d.maxBodyBytes(),
        d.maxWaiting(),
        d.maxBytesWaiting(),
        d.maxConnections(),
        idle,
        body,
        rate);
  }

  /** Keeps deliveries in memory by the inbox's contract; {@code held} keeps them from the disk. */
  static final class Kept implements Intake {
    final Map<String, Delivery> deliveries = new ConcurrentHashMap<>();
    volatile Optional<CompletableFuture<Void>> disk = Optional.empty();
    volatile Optional<RuntimeException> trouble = Optional.empty();

    @Override
    public CompletableFuture<Receipt> accept(Delivery d) {
      if (trouble.isPresent()) {
        return CompletableFuture.failedFuture(trouble.get());
      }
      Delivery before = deliveries.putIfAbsent(d.hookId() + "/" + d.guid(), d);
      Receipt receipt =
          before == null
              ? Receipt.STORED
              : Arrays.equals(before.body(), d.body()) ? Receipt.DUPLICATE : Receipt.CONFLICT;
      return disk.map(f -> f.thenApply(v -> receipt))
          .orElseGet(() -> CompletableFuture.completedFuture(receipt));
    }
  }

  static String sign(String secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Headers of a good delivery, to be changed with {@link Sending#with}. */
  Sending sending(String event, byte[] body) {
    return new Sending(this, event, body);
  }

  Sending sending(String event, String body) {
    return sending(event, body.getBytes(StandardCharsets.UTF_8));
  }

  double count(Answer answer) {
    return registry.counter("tidegate.webhook.answers", "answer", answer.word()).count();
  }

  Socket connect() throws IOException {
    return connect(door.port());
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends bytes and reads the answer to its end. */
  Reply raw(byte[]... parts) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      for (byte[] part : parts) {
        out.write(part);
      }
      out.flush();
      return Reply.read(socket.getInputStream());
    }
  }

  Reply get(int port, String method, String path) throws IOException {
    try (Socket socket = connect(port)) {
      String head = method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return Reply.read(socket.getInputStream());
    }
  }

  /** An answer. */
  record Reply(int status, String head, String body) {
    /** Reads one answer; status 0 where the connection ended without one. */
    static Reply read(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return new Reply(0, head.toString(StandardCharsets.US_ASCII), "");
        }
        head.write(b);
      }
      String text = head.toString(StandardCharsets.US_ASCII);
      int length = -1;
      for (String line : text.split("\r\n", -1)) {
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      byte[] body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
      return new Reply(
          Integer.parseInt(text.substring(9, 12)), text, new String(body, StandardCharsets.UTF_8));
    }
  }

  /** A delivery about to be sent. */
  static final class Sending {
    private final OpenDoor door;
    private final byte[] body;
    private final Map<String, String> headers = new java.util.LinkedHashMap<>();

    private Sending(OpenDoor door, String event, byte[] body) {
      this.door = door;
      this.body = body;
      headers.put("Host", "gate.example.com");
      headers.put("Content-Type", "application/json");
      headers.put("X-GitHub-Event", event);
      headers.put("X-GitHub-Delivery", UUID.randomUUID().toString());
      headers.put("X-GitHub-Hook-ID", "1");
      headers.put("X-Hub-Signature-256", sign(SECRET, body));
      headers.put("Content-Length", Integer.toString(body.length));
    }

    Sending with(String name, String value) {
      headers.put(name, value);
      return this;
    }

    Sending without(String name) {
      headers.remove(name);
      return this;
    }

    byte[] head() {
      StringBuilder head = new StringBuilder("POST /webhooks/github HTTP/1.1\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    Reply send() throws IOException {
      return door.raw(head(), body);
    }
  }

  @Override
  public void close() {
    door.close();
    kept.disk.ifPresent(f -> f.complete(null));
  }
}
