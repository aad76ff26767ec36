package dev.tidegate;

import dev.tidegate.change.RepoId;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.inbox.InboxSettings;
import dev.tidegate.report.Redactor;
import dev.tidegate.rollout.Rollout;
import dev.tidegate.secret.Secret;
import dev.tidegate.secret.SecretFiles;
import dev.tidegate.sim.Developer;
import dev.tidegate.sim.SimArgoCd;
import dev.tidegate.sim.SimGitHub;
import dev.tidegate.store.Database;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jgit.util.FileUtils;

/**
 * A whole Tidegate beside a simulated GitHub and Argo CD, all on loopback and in a throw-away
 * folder, that plays {@link DemoStory} or stays for a visitor.
 */
final class Demo {
  private static final RepoId REPO = RepoId.of("acme/gitops");

  private final PrintWriter out;
  private final Clock clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  Demo(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /** True where everything expected happened. */
  boolean play(boolean keep) {
    return in(stage -> {
      DemoStory story = new DemoStory(out, stage, RealClients.onPath("terraform").isPresent());
      boolean well = story.play();
      if (keep) {
        stay(stage);
      }
      return well;
    });
  }

  /** Plays without Terraform, for a cache to be made of it. */
  boolean rehearse() {
    return in(stage -> new DemoStory(out, stage, false).play());
  }

  private void stay(Stage stage) {
    String token = stage.token();
    String address = stage.forge().cloneUri().toString().replace("://", "://you:" + token + "@");
    out.println();
    out.println("Left running until you press Ctrl-C. In another terminal:");
    out.println();
    out.println("  git clone " + address + " demo && cd demo");
    out.println("  git switch -c try");
    out.println("  $EDITOR kubernetes/applications/litellm/deployment.yaml");
    out.println("  git commit -am 'Try the gate'");
    out.println("  git push -u origin try");
    out.println("  # open a pull request (the simulated GitHub takes the real call):");
    out.println(
        "  curl -H 'Authorization: Bearer "
            + token
            + "' "
            + stage.forge().uri()
            + "/repos/acme/gitops/pulls \\");
    out.println("    -d '{\"title\":\"Try\",\"head\":\"try\",\"base\":\"main\"}'");
    out.println("  # what the gate says about it:");
    out.println(
        "  curl -H 'Authorization: Bearer "
            + token
            + "' "
            + stage.forge().uri()
            + "/repos/acme/gitops/commits/$(git rev-parse HEAD)/check-runs");
    out.println(
        "  # merge it when it is green (NUMBER is in the answer to the call that opened it):");
    out.println(
        "  curl -X PUT -H 'Authorization: Bearer "
            + token
            + "' "
            + stage.forge().uri()
            + "/repos/acme/gitops/pulls/NUMBER/merge");
    out.println();
    out.flush();
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  await(closed);
                },
                "stop"));
    await(stop);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean in(Act act) {
    Deque<AutoCloseable> closing = new ArrayDeque<>();
    try {
      Path folder = Files.createTempDirectory("tidegate-demo");
      closing.push(() -> FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE));
      return act.play(stage(folder, closing));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo needs a writable temporary folder", e);
    } finally {
      while (!closing.isEmpty()) {
        try {
          closing.pop().close();
        } catch (Exception e) {
          out.println("(a part of the demo did not close cleanly: " + e.getMessage() + ")");
        }
      }
      closed.countDown();
    }
  }

  private Stage stage(Path folder, Deque<AutoCloseable> closing) throws IOException {
    String token = random();
    String webhookSecret = random();
    SimGitHub forge =
        SimGitHub.open(REPO, "main", token, Files.createDirectory(folder.resolve("forge.git")));
    closing.push(forge);
    Developer mia =
        new Developer(
            "mia", Files.createDirectory(folder.resolve("mia")), forge.cloneUri(), "main", token);
    closing.push(mia);
    DemoFiles.seed(mia, forge.cloneUri().toString());
    SimArgoCd argo = SimArgoCd.open(forge, "main", token, clock);
    closing.push(argo);
    argo.application("litellm", "kubernetes/applications/litellm", "https://10.20.0.40:6443");
    argo.application("grafana", "kubernetes/applications/grafana", "https://10.30.0.20:6443");
    Map<String, String> environment =
        Map.of("GITHUB_TOKEN", token, "WEBHOOK_SECRET", webhookSecret);
    SecretFiles secrets = new SecretFiles(environment);
    DemoFiles.appKey(folder.resolve("app.pem"));
    String yaml = DemoFiles.config(forge.uri(), argo.uri(), folder.resolve("state"));
    ServerConfig config =
        Program.reader()
            .tryingSecrets(secrets)
            .server("tidegate.yaml", yaml.getBytes(StandardCharsets.UTF_8), folder);
    Redactor redactor = new Redactor();
    Clients clients = RealClients.of(config, secrets, redactor, clock);
    ConfiguredBenches benches =
        new ConfiguredBenches(() -> config, clients.changes(), Program.reader());
    Tidegate gate =
        Tidegate.open(
            config,
            CompletableFuture.completedFuture(Database.open(Serving.target(config, secrets))),
            List.of(new Secret(webhookSecret)),
            benches,
            clients,
            quick(),
            clock);
    closing.push(gate);
    forge.hook(URI.create("http://127.0.0.1:" + gate.port() + "/webhooks/github"), webhookSecret);
    return new Stage(forge, argo, mia, token, gate);
  }

  private static Tidegate.Timing quick() {
    Rollout.Settings rollout =
        new Rollout.Settings(
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(300),
            Duration.ofMillis(800),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            4);
    return new Tidegate.Timing(
        InboxSettings.standard(), rollout, Duration.ofMinutes(5), Duration.ofMinutes(5));
  }

  private static String random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private interface Act {
    boolean play(Stage stage);
  }

  /** Everything that runs. */
  record Stage(SimGitHub forge, SimArgoCd argo, Developer mia, String token, Tidegate gate) {}
}
