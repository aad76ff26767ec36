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
import dev.tidegate.sim.SimCheck;
import dev.tidegate.sim.SimGitHub;
import dev.tidegate.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A whole gate beside a simulated GitHub and Argo CD, for {@link WholeTest}. */
final class Stage implements AutoCloseable {
  private static final String TOKEN = "simulated-token";
  private static final Clock CLOCK = Clock.systemUTC();

  final SimGitHub forge;
  final SimArgoCd argo;
  final Developer mia;
  private final Path folder;
  private final UnaryOperator<String> adapted;
  private Tidegate gate;

  Stage(Path folder) throws Exception {
    this(folder, yaml -> yaml);
  }

  /**
   * @param adapted what the demo's configuration becomes
   */
  Stage(Path folder, UnaryOperator<String> adapted) throws Exception {
    this.folder = folder;
    this.adapted = adapted;
    forge =
        SimGitHub.open(
            RepoId.of("acme/gitops"), "main", TOKEN, Files.createDirectory(folder.resolve("bare")));
    mia =
        new Developer(
            "mia", Files.createDirectory(folder.resolve("mia")), forge.cloneUri(), "main", TOKEN);
    DemoFiles.seed(mia, forge.cloneUri().toString());
    argo = SimArgoCd.open(forge, "main", TOKEN, CLOCK);
    argo.application("litellm", "kubernetes/applications/litellm", "https://10.20.0.40:6443");
    argo.application("grafana", "kubernetes/applications/grafana", "https://10.30.0.20:6443");
    DemoFiles.appKey(folder.resolve("app.pem"));
    gate = open();
    hook();
  }

  private Tidegate open() {
    Map<String, String> environment = Map.of("GITHUB_TOKEN", TOKEN, "WEBHOOK_SECRET", TOKEN);
    SecretFiles secrets = new SecretFiles(environment);
    String yaml = adapted.apply(DemoFiles.config(forge.uri(), argo.uri(), folder.resolve("state")));
    ServerConfig config =
        Program.reader().server("t.yaml", yaml.getBytes(StandardCharsets.UTF_8), folder);
    Clients clients = RealClients.of(config, secrets, new Redactor(), CLOCK);
    Rollout.Settings rollout =
        new Rollout.Settings(
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofSeconds(3),
            Duration.ofSeconds(8),
            4);
    return Tidegate.open(
        config,
        CompletableFuture.completedFuture(Database.open(Serving.target(config, secrets))),
        List.of(new Secret(TOKEN)),
        new ConfiguredBenches(() -> config, clients.changes(), Program.reader()),
        clients,
        new Tidegate.Timing(
            InboxSettings.standard(), rollout, Duration.ofMinutes(5), Duration.ofMinutes(5)),
        CLOCK);
  }

  private void hook() {
    forge.hook(URI.create("http://127.0.0.1:" + gate.port() + "/webhooks/github"), TOKEN);
  }

  /** Stops the gate and starts another on the same state. */
  void restart() {
    gate.close();
    gate = open();
    hook();
  }

  /** The real git in mia's working copy; {@code REMOTE} stands for the address with her token. */
  String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    String remote = forge.cloneUri().toString().replace("://", "://mia:" + TOKEN + "@");
    for (String argument : arguments) {
      command.add(argument.equals("REMOTE") ? remote : argument);
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.resolve("mia").toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  Tidegate gate() {
    return gate;
  }

  /** The newest check of a name once it is completed; fails after half a minute. */
  SimCheck completed(String head, String name) {
    await(
        name + " on " + head + " is completed, of " + forge.checks(head),
        () -> forge.check(head, name).filter(c -> !c.conclusion().isEmpty()).isPresent());
    return forge.check(head, name).orElseThrow();
  }

  static void await(String what, BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofSeconds(40).toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** True once nothing is under way any more. */
  void settled() {
    await(
        "every delivery is settled",
        () ->
            gate.deliveries().counts().entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .allMatch(e ->
                    List.of("done", "ignored", "superseded", "dead").contains(e.getKey().word())));
  }

  @Override
  public void close() {
    gate.close();
    argo.close();
    mia.close();
    forge.close();
  }
}
