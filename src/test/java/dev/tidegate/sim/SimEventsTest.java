package dev.tidegate.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tidegate.change.RepoId;
import dev.tidegate.testing.Contracts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the simulation sends looks like what GitHub sends. */
final class SimEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final BlockingQueue<Map.Entry<String, JsonNode>> heard = new LinkedBlockingQueue<>();
  private HttpServer server;
  private SimGitHub forge;
  private Developer mia;

  @BeforeEach
  void open() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        e -> {
          String event = e.getRequestHeaders().getFirst("X-GitHub-Event");
          heard.add(Map.entry(event, JSON.readTree(e.getRequestBody())));
          e.sendResponseHeaders(202, -1);
          e.close();
        });
    server.start();
    Path bare = Files.createDirectory(folder.resolve("bare"));
    forge = SimGitHub.open(RepoId.of("acme/gitops"), "main", "t", bare);
    mia = developer("mia", forge.cloneUri());
    mia.write("a.yaml", "a: 1\n").commit("first");
    mia.push("main");
    forge.hook(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "s");
  }

  private Developer developer(String name, URI origin) throws IOException {
    return new Developer(name, Files.createDirectory(folder.resolve(name)), origin, "main", "t");
  }

  @AfterEach
  void close() {
    mia.close();
    forge.close();
    server.stop(0);
  }

  private JsonNode next(String event, String action) throws InterruptedException {
    while (true) {
      Map.Entry<String, JsonNode> one = heard.poll(20, TimeUnit.SECONDS);
      assertThat(one).as(event + " " + action).isNotNull();
      if (one.getKey().equals(event) && one.getValue().path("action").asText().equals(action)) {
        return one.getValue();
      }
    }
  }

  @Test
  void aForkIsServedAndItsPullRequestFollowsItsBranch() throws Exception {
    SimFork fork = forge.fork("eve", Files.createDirectory(folder.resolve("fork")));
    try (Developer eve = developer("eve", fork.cloneUri())) {
      eve.update("main");
      eve.branch("topic").write("b.yaml", "b: 1\n");
      String first = eve.commit("second");
      eve.push("topic");
      SimPull pull = forge.openPull("From a fork", fork, "topic", "main");

      JsonNode suite = next("check_suite", "requested").path("check_suite");
      assertThat(suite.path("head_branch").isNull()).isTrue();
      assertThat(suite.path("pull_requests").isEmpty()).isTrue();
      assertThat(suite.path("head_sha").asText()).isEqualTo(first);
      JsonNode head = next("pull_request", "opened").path("pull_request").path("head");
      assertThat(head.path("repo").path("full_name").asText()).isEqualTo("eve/gitops");
      assertThat(head.path("label").asText()).isEqualTo("eve:topic");

      eve.write("b.yaml", "b: 2\n");
      String second = eve.amend("second");
      eve.push("topic");
      JsonNode now = next("pull_request", "synchronize").path("pull_request");
      assertThat(now.path("head").path("sha").asText()).isEqualTo(second);
      assertThat(forge.pull(pull.number()).orElseThrow().head()).isEqualTo(second);
      assertThat(forge.tip("topic")).isEmpty();
    }
  }

  @Test
  void everyFieldThatGitHubSendsIsThere() throws Exception {
    mia.branch("topic").write("b.yaml", "b: 1\n");
    String head = mia.commit("second");
    mia.push("topic");
    forge.openPull("Second", "mia", "topic", "main");
    forge.rerunAll(head, "topic");
    forge.rerun(head, "topic");

    for (String[] sample :
        List.of(
            new String[] {"check_suite", "requested", "check_suite.04.requested"},
            new String[] {"pull_request", "opened", "pull_request.00.opened"},
            new String[] {"check_suite", "rerequested", "check_suite.07.rerequested"},
            new String[] {"check_run", "rerequested", "check_run.07.rerequested"})) {
      JsonNode sent = next(sample[0], sample[1]);
      JsonNode real = JSON.readTree(Files.readAllBytes(example(sample[2])));
      List<String> missing = new ArrayList<>();
      compare("", real, sent, missing);
      assertThat(missing).as(sample[2]).isEmpty();
    }
  }

  private static Path example(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(Contracts.require("github/webhooks"))) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .min(Path::compareTo)
          .orElseThrow();
    }
  }

  /** Names and kinds of values; what an organisation, a plan or a link holds is nobody's matter. */
  private static void compare(String path, JsonNode real, JsonNode sent, List<String> missing) {
    Map<String, JsonNode> fields = new TreeMap<>();
    real.properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
    fields.forEach((name, value) -> {
      String at = path + "/" + name;
      if (name.endsWith("url") || name.equals("permissions") || at.contains("organization")) {
        return;
      }
      JsonNode ours = sent.get(name);
      if (ours == null) {
        missing.add(at);
      } else if (value.isObject() && !ours.isNull()) {
        compare(at, value, ours, missing);
      } else if (!value.isNull() && !ours.isNull() && value.getNodeType() != ours.getNodeType()) {
        missing.add(at + " is " + ours.getNodeType() + ", not " + value.getNodeType());
      }
    });
  }
}
