package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.RepoId;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import dev.tidegate.secret.SecretFiles;
import dev.tidegate.sim.SimArgoCd;
import dev.tidegate.sim.SimGitHub;
import dev.tidegate.store.Database;
import dev.tidegate.trouble.RemoteException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that succeeds says one line; one that fails says why and leaves nothing behind. */
final class ServeStartTest {
  private static final Map<String, String> SECRETS =
      Map.of("GITHUB_TOKEN", "a token", "WEBHOOK_SECRET", "a secret");

  @TempDir Path folder;

  private Path config(int port, int adminPort) throws Exception {
    return Files.writeString(
        folder.resolve("tidegate.yaml"),
        ServeProcess.config(port, adminPort, folder.resolve("state")));
  }

  private static ServerSocket taken() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void aStartSaysOneLineAndNothingOnStandardError() throws Exception {
    DemoFiles.appKey(folder.resolve("app.pem"));
    Path config = folder.resolve("tidegate.yaml");
    try (SimGitHub forge =
            SimGitHub.open(
                RepoId.of("acme/gitops"),
                "main",
                "a token",
                Files.createDirectory(folder.resolve("bare")));
        SimArgoCd argo = SimArgoCd.open(forge, "main", "a token", Clock.systemUTC())) {
      Files.writeString(config, DemoFiles.config(forge.uri(), argo.uri(), folder.resolve("state")));
      try (ServeProcess serve = ServeProcess.start(config, SECRETS)) {
        assertThat(serve.port()).isPositive();
        serve.signal("TERM");
        assertThat(serve.ended()).isEqualTo(143);
        assertThat(serve.out().lines()).hasSize(1);
        assertThat(serve.err()).isEmpty();
      }
    }
  }

  @Test
  void aTakenPortEndsTheProcessWithOneLine() throws Exception {
    try (ServerSocket other = taken();
        ServeProcess serve = ServeProcess.start(config(other.getLocalPort(), 0), SECRETS)) {
      assertThat(serve.ended()).isEqualTo(2);
      assertThat(serve.err().lines()).hasSize(1);
      assertThat(serve.err())
          .contains("server.listen")
          .contains("127.0.0.1:" + other.getLocalPort())
          .contains("another program listens there")
          .contains("set another port");
    }
  }

  @Test
  void aTakenAdminPortEndsTheProcessWithOneLine() throws Exception {
    try (ServerSocket other = taken();
        ServeProcess serve = ServeProcess.start(config(0, other.getLocalPort()), SECRETS)) {
      assertThat(serve.ended()).isEqualTo(2);
      assertThat(serve.err().lines()).hasSize(1);
      assertThat(serve.err())
          .contains("server.adminListen")
          .contains("127.0.0.1:" + other.getLocalPort());
    }
  }

  @Test
  void aStateThatCannotBeMadeEndsTheProcessWithOneLine() throws Exception {
    Files.writeString(folder.resolve("state"), "a file where the folder should be");
    try (ServeProcess serve = ServeProcess.start(config(0, 0), SECRETS)) {
      assertThat(serve.ended()).isEqualTo(2);
      assertThat(serve.err().lines()).hasSize(1);
      assertThat(serve.err()).contains("database").contains("Check the state settings");
    }
  }

  @Test
  void aGateThatCannotListenClosesWhatItOpened() throws Exception {
    AtomicBoolean clientsClosed = new AtomicBoolean();
    try (ServerSocket other = taken()) {
      byte[] yaml = Files.readAllBytes(config(other.getLocalPort(), 0));
      ServerConfig config = Program.reader().server("tidegate.yaml", yaml, folder);
      SecretFiles secrets = new SecretFiles(SECRETS);
      Clients real = RealClients.of(config, secrets, new Redactor(), Clock.systemUTC());
      List<AutoCloseable> closing = new ArrayList<>(real.closing());
      closing.add(() -> clientsClosed.set(true));
      Clients clients =
          new Clients(
              real.changes(),
              real.forge(),
              real.pullRequests(),
              real.recorded(),
              real.applications(),
              real.terraform(),
              real.requestsLeft(),
              closing);
      Database database = Database.open(Serving.target(config, secrets));

      assertThatThrownBy(() ->
              Tidegate.open(
                  config,
                  CompletableFuture.completedFuture(database),
                  List.of(new Secret("a secret")),
                  new ConfiguredBenches(() -> config, clients.changes(), Program.reader()),
                  clients,
                  Tidegate.Timing.standard(),
                  Clock.systemUTC()))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("127.0.0.1:" + other.getLocalPort());

      assertThat(clientsClosed).isTrue();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.isAlive() && t.getName().startsWith("tidegate-intake"));
      assertThatThrownBy(() -> database.read(handle -> handle.execute("SELECT 1")))
          .hasMessageContaining("closed");
      try (Database again = Database.open(Serving.target(config, secrets));
          AutoCloseable right = again.serveAlone()) {
        assertThat(right).isNotNull();
      }
    }
  }

  @Test
  void aBugIsSaidInOneLine() {
    java.io.StringWriter err = new java.io.StringWriter();
    int code =
        dev.tidegate.ingress.cli.Cli.trouble(
            new IllegalStateException("two\nlines"), Map.of(), new java.io.PrintWriter(err));
    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString())
        .contains("a bug stopped this command")
        .contains("IllegalStateException: two lines at dev.tidegate.ServeStartTest")
        .contains("TIDEGATE_LOG=DEBUG");
  }
}
