package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running {@code serve} whose file and secrets change; a GitHub that only notes who asks it. */
final class ServeReloadTest {
  @TempDir Path folder;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer forge;
  private Path config;

  @BeforeEach
  void listen() throws Exception {
    forge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    forge.createContext(
        "/",
        exchange -> {
          String who = exchange.getRequestHeaders().getFirst("Authorization");
          asked.add(exchange.getRequestURI().getPath() + " " + who);
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    forge.start();
    Files.writeString(folder.resolve("token"), "first-token");
    Files.writeString(folder.resolve("secret"), "first-secret");
    String at = "http://127.0.0.1:" + forge.getAddress().getPort();
    config =
        Files.writeString(
            folder.resolve("tidegate.yaml"),
            ServeProcess.config(0, 0, folder.resolve("state"))
                .replace("http://127.0.0.1:9", at)
                .replace("{ env: GITHUB_TOKEN }", "{ file: token }")
                .replace("{ env: WEBHOOK_SECRET }", "{ file: secret }"));
  }

  @AfterEach
  void close() {
    forge.stop(0);
    http.close();
  }

  private void edit(UnaryOperator<String> change) throws Exception {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, change.apply(Files.readString(config)));
    Files.move(next, config, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Its status; the repository's pull request 7 was opened. */
  private int deliver(ServeProcess serve, String repo, String secret) throws Exception {
    String body =
        """
        {"action":"opened","number":7,"repository":{"full_name":"%s"},
         "pull_request":{"number":7,"head":{"sha":"%s"},"base":{"ref":"main"}}}
        """
            .formatted(repo, "a".repeat(40));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + serve.port() + "/webhooks/github"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "pull_request")
            .header("X-GitHub-Delivery", UUID.randomUUID().toString())
            .header("X-GitHub-Hook-ID", "1")
            .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(signature))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private String metrics(ServeProcess serve) {
    try {
      URI at = URI.create("http://127.0.0.1:" + serve.adminPort() + "/metrics");
      return http.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A process that was started with a signal ignored hands that on, and Java leaves it so. */
  private static boolean hangUpIsHeard() throws Exception {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        || Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .allMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1) == 0);
  }

  /** How many reloads were taken; one edit can be seen as two. */
  private double applied(ServeProcess serve) {
    String name = "tidegate_config_reloads_total{result=\"applied\"} ";
    return metrics(serve)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }

  private void asks(String repo, String token) {
    Stage.await(
        repo + " is asked about with " + token + "; seen " + asked,
        () ->
            asked.stream()
                .anyMatch(line -> line.startsWith("/repos/" + repo) && line.endsWith(token)));
  }

  @Test
  void changedSecretsAreUsedANewRepositoryIsTakenInAndABadFileChangesNothing() throws Exception {
    try (ServeProcess serve = ServeProcess.start(config, Map.of())) {
      assertThat(deliver(serve, "acme/gitops", "first-secret")).isEqualTo(202);
      asks("acme/gitops", "first-token");
      assertThat(deliver(serve, "acme/second", "first-secret")).isEqualTo(202);

      Files.writeString(folder.resolve("token"), "second-token");
      Files.writeString(folder.resolve("secret"), "second-secret");
      edit(text ->
          text.replace("branch: main }", "branch: main }, { name: acme/second, branch: trunk }")
              .replace("adminListen: \"127.0.0.1:0\"", "adminListen: \"127.0.0.1:1\""));
      Stage.await("it is applied", () -> serve.err().contains("new configuration is in force"));
      assertThat(serve.err()).contains("server.adminListen NOT in force before the next start");
      assertThat(deliver(serve, "acme/second", "first-secret")).isEqualTo(401);
      assertThat(asked).noneMatch(line -> line.contains("acme/second"));
      assertThat(deliver(serve, "acme/second", "second-secret")).isEqualTo(202);
      asks("acme/second", "second-token");
      Stage.await("it is counted", () -> applied(serve) > 0);
      Stage.await("it is not stale", () -> metrics(serve).contains("tidegate_config_stale 0.0"));

      edit(text -> text.replace("state:", "stat:").replace("acme/second", "acme/third"));
      Stage.await("it is refused", () -> serve.err().contains("NOT reloaded"));
      assertThat(serve.err()).contains("the old configuration stays in force").contains("stat");
      Stage.await("it is counted", () -> metrics(serve).contains("tidegate_config_stale 1.0"));
      assertThat(metrics(serve)).contains("reloads_total{result=\"refused\"}");
      asked.clear();
      assertThat(deliver(serve, "acme/second", "second-secret")).isEqualTo(202);
      asks("acme/second", "second-token");

      edit(text -> text.replace("stat:", "state:"));
      Stage.await("the next good file is taken", () -> metrics(serve).contains("config_stale 0.0"));
      assumeTrue(hangUpIsHeard(), "this process was started with SIGHUP ignored, as by nohup");
      double before = applied(serve);
      Files.writeString(folder.resolve("token"), "third-token");
      serve.signal("HUP");
      Stage.await("SIGHUP reads the secrets anew", () -> applied(serve) > before);
      assertThat(deliver(serve, "acme/third", "second-secret")).isEqualTo(202);
      asks("acme/third", "third-token");
      Stage.await(
          "what was handled is counted",
          () -> metrics(serve).contains("tidegate_deliveries_handled_total{outcome="));
      assertThat(metrics(serve))
          .contains("tidegate_deliveries{state=\"dead\"} 0.0")
          .contains("tidegate_lanes{state=\"active\"} ")
          .contains("tidegate_lanes{state=\"waiting\"} ")
          .contains("tidegate_github_requests_left ");
    }
  }
}
