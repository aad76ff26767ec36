package dev.tidegate.sim;

import static dev.tidegate.sim.Shapes.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Sends signed deliveries in order, once each, as GitHub does, and remembers what was answered. */
final class SimHook implements AutoCloseable {
  private final long id;
  private final byte[] secret;
  private final URI target;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final ExecutorService sender = Executors.newSingleThreadExecutor();
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  SimHook(long id, URI target, String secret) {
    this.id = id;
    this.target = target;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  long id() {
    return id;
  }

  URI target() {
    return target;
  }

  List<Sent> sent() {
    return List.copyOf(sent);
  }

  void deliver(String event, Object payload) {
    byte[] body;
    try {
      body = SimServer.JSON.writeValueAsBytes(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    String guid = UUID.randomUUID().toString();
    sender.execute(() -> send(event, guid, body));
  }

  private void send(String event, String guid, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .header("User-Agent", "GitHub-Hookshot/sim")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", guid)
            .header("X-GitHub-Hook-ID", Long.toString(id))
            .header("X-Hub-Signature-256", "sha256=" + sign(body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    int status;
    try {
      status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      status = 502;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = 504;
    }
    sent.add(new Sent(sent.size() + 1L, guid, event, status, body, Instant.now()));
  }

  JsonNode json(Shapes shapes) {
    return shapes.of("hook", map("id", id, "target", target.toString()));
  }

  private String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    sender.shutdownNow();
    client.close();
  }

  /** One delivery and the status it got. */
  record Sent(long id, String guid, String event, int status, byte[] body, Instant at) {
    JsonNode json(Shapes shapes) {
      Map<String, @Nullable Object> v = map("id", id, "guid", guid, "event", event);
      v.putAll(map("status", status, "word", status == 202 ? "OK" : "failed", "at", at.toString()));
      return shapes.of("delivery", v);
    }
  }
}
