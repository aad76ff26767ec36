package dev.tidegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tidegate.change.RepoId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulation answers a real git client, tells its webhook, and guards its branch. */
final class SimGitHubTest {
  private static final String TOKEN = "simulated";

  @TempDir Path folder;
  private SimGitHub forge;
  private Developer mia;

  @BeforeEach
  void open() throws Exception {
    forge =
        SimGitHub.open(
            RepoId.of("acme/gitops"), "main", TOKEN, Files.createDirectory(folder.resolve("bare")));
    mia =
        new Developer(
            "mia", Files.createDirectory(folder.resolve("mia")), forge.cloneUri(), "main", TOKEN);
    mia.write("app/one.yaml", "a: 1\n").commit("first");
    mia.push("main");
  }

  @AfterEach
  void close() {
    mia.close();
    forge.close();
  }

  @Test
  void aRealGitClientClonesFetchesPullRefsAndPushes() throws Exception {
    mia.branch("topic").write("app/one.yaml", "a: 2\n").commit("second");
    mia.push("topic");
    SimPull pull = forge.openPull("Second", "mia", "topic", "main");
    Path clone = folder.resolve("clone");
    URI withToken =
        URI.create(forge.cloneUri().toString().replace("http://", "http://git:" + TOKEN + "@"));

    git(folder, "clone", "-q", withToken.toString(), clone.toString());
    git(clone, "fetch", "-q", "origin", "refs/pull/" + pull.number() + "/head");
    Files.writeString(clone.resolve("more"), "more");
    git(clone, "add", "more");
    git(clone, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "more");
    git(clone, "push", "-q", "origin", "HEAD:refs/heads/other");

    assertThat(forge.tip("other")).isPresent();
  }

  @Test
  void aMergeWaitsForTheRequiredCheck() throws Exception {
    mia.branch("topic").write("app/one.yaml", "a: 2\n");
    String head = mia.commit("second");
    mia.push("topic");
    SimPull pull = forge.openPull("Second", "mia", "topic", "main");

    assertThat(forge.merge(pull.number(), "mia")).isEmpty();
    check(head, "failure");
    assertThat(forge.merge(pull.number(), "mia")).isEmpty();
    check(head, "success");
    assertThat(forge.merge(pull.number(), "mia")).isEqualTo(forge.tip("main"));
    assertThat(forge.writes())
        .containsExactly(
            "POST /repos/acme/gitops/check-runs", "POST /repos/acme/gitops/check-runs");
  }

  @Test
  void aPushIsToldToTheWebhookOnceAndSigned() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        e -> {
          heard.add(
              e.getRequestHeaders().getFirst("X-GitHub-Event")
                  + " "
                  + e.getRequestHeaders().getFirst("X-Hub-Signature-256").length());
          e.sendResponseHeaders(202, -1);
          e.close();
        });
    server.start();
    try {
      forge.hook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "s");
      mia.write("app/one.yaml", "a: 3\n").commit("third");
      mia.push("main");

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("ping 71");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("push 71");
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("check_suite 71");
      assertThat(heard).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anApplicationRollsOutAfterARefreshAndNotBefore() throws Exception {
    try (SimArgoCd argo = SimArgoCd.open(forge, "main", "t", InstantSource.system())) {
      argo.application("one", "app", "https://kubernetes.default.svc");
      String old = argo.deployed("one");
      String head = mia.write("app/one.yaml", "a: 4\n").commit("fourth");
      mia.push("main");
      assertThat(argo.deployed("one")).isEqualTo(old);

      String answer = get(argo.uri() + "/api/v1/applications/one?refresh=normal", "t");

      assertThat(answer).contains("\"revision\":\"" + head + "\"").contains("OutOfSync");
      assertThat(argo.refreshes("one")).isEqualTo(1);
    }
  }

  private void check(String head, String conclusion) throws Exception {
    String body =
        "{\"name\":\"tidegate\",\"head_sha\":\"%s\",\"status\":\"completed\",\"conclusion\":\"%s\"}"
            .formatted(head, conclusion);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(forge.uri() + "/repos/acme/gitops/check-runs"))
            .header("Authorization", "Bearer " + TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(201);
    }
  }

  private static String get(String uri, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static void git(Path folder, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
