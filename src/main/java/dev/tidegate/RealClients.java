package dev.tidegate;

import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.argocd.ArgoCdApplications;
import dev.tidegate.client.argocd.ArgoCdSettings;
import dev.tidegate.client.git.MirrorSource;
import dev.tidegate.client.git.Mirrors;
import dev.tidegate.client.github.Budget;
import dev.tidegate.client.github.GitHub;
import dev.tidegate.client.github.GitHubSettings;
import dev.tidegate.client.terraform.SandboxedTerraform;
import dev.tidegate.client.terraform.TerraformSettings;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.report.Redactor;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.TerraformPlans;
import dev.tidegate.secret.Secret;
import dev.tidegate.secret.SecretRef;
import dev.tidegate.secret.SecretSource;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clients of the real systems that a configuration names. */
final class RealClients {
  private static final Logger log = LoggerFactory.getLogger(RealClients.class);
  static final String USER_AGENT = "tidegate/" + Program.VERSION;

  private RealClients() {}

  static Clients of(ServerConfig config, SecretSource secrets, Redactor redactor, Clock clock) {
    return of(config, secrets, redactor, new Budget.All(clock), clock);
  }

  static Clients of(
      ServerConfig config,
      SecretSource secrets,
      Redactor redactor,
      Budget.All budgets,
      Clock clock) {
    List<AutoCloseable> closing = new ArrayList<>();
    GitHub github = github(config, secrets, redactor, budgets, clock);
    closing.add(github);
    Mirrors mirrors =
        new Mirrors(
            config.state().directory().resolve("mirrors"),
            mirrorSource(config, github),
            Duration.ofMinutes(10),
            clock);
    closing.add(mirrors);
    Optional<Applications> argocd =
        config
            .argocd()
            .map(a -> {
              Secret token = known(a.token(), secrets, redactor);
              ArgoCdApplications client =
                  new ArgoCdApplications(new ArgoCdSettings(a.url(), token), USER_AGENT);
              closing.add(client);
              return client;
            });
    return new Clients(
        mirrors,
        github,
        github,
        Optional.of(github.deliveries()),
        argocd,
        terraform(config, secrets, redactor),
        github::left,
        closing);
  }

  static GitHub github(
      ServerConfig config,
      SecretSource secrets,
      Redactor redactor,
      Budget.All budgets,
      Clock clock) {
    GitHubSettings.Login login =
        switch (config.github().credentials()) {
          case ServerConfig.Credentials.Token t ->
              new GitHubSettings.Token(known(t.token(), secrets, redactor));
          case ServerConfig.Credentials.App a ->
              new GitHubSettings.App(
                  a.id(), known(a.privateKey(), secrets, redactor), a.installation());
        };
    return new GitHub(
        new GitHubSettings(config.github().apiUrl(), login, config.server().publicUrl()),
        USER_AGENT,
        redactor,
        budgets,
        clock);
  }

  /** A secret that the redactor takes out of everything that leaves. */
  static Secret known(SecretRef ref, SecretSource secrets, Redactor redactor) {
    Secret secret = secrets.resolve(ref);
    redactor.know(secret.reveal());
    return secret;
  }

  private static MirrorSource mirrorSource(ServerConfig config, GitHub github) {
    Function<RepoId, URI> url =
        repo -> URI.create(config.github().webUrl() + "/" + repo.fullName() + ".git");
    Function<RepoId, Set<RefName>> branches =
        repo ->
            config.repository(repo).map(r -> Set.of(RefName.branch(r.branch()))).orElse(Set.of());
    return new MirrorSource(url, repo -> Optional.of(github.gitToken(repo)), branches);
  }

  private static Optional<TerraformPlans> terraform(
      ServerConfig config, SecretSource secrets, Redactor redactor) {
    Optional<Path> binary = onPath(config.terraform().binary());
    if (binary.isEmpty()) {
      log.info("no {} on PATH: Terraform roots are not planned", config.terraform().binary());
      return Optional.empty();
    }
    Map<String, Secret> environment = new LinkedHashMap<>();
    config
        .terraform()
        .environment()
        .forEach((name, ref) -> environment.put(name, known(ref, secrets, redactor)));
    SandboxedTerraform terraform =
        new SandboxedTerraform(
            new TerraformSettings(
                binary.get(),
                config.terraform().pluginDirectory(),
                workFolder(config),
                config.terraform().planWithin(),
                config.terraform().sandboxed()
                    ? TerraformSettings.Isolation.SANDBOX
                    : TerraformSettings.Isolation.NONE,
                config.terraform().sandboxUser(),
                Set.copyOf(config.terraform().egress()),
                environment));
    // Beside the start: it tries a sandbox.
    Thread.ofVirtual()
        .start(() ->
            terraform
                .obstacle()
                .ifPresent(o -> log.warn("Terraform roots will not be planned: {}", o)));
    return Optional.of(terraform);
  }

  /**
   * Where plans are prepared. A service that runs as root gives its rights up for a plan, so every
   * folder above must let another user through: the state's folder does not.
   */
  private static Path workFolder(ServerConfig config) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return config.state().directory().toAbsolutePath().resolve("terraform");
    }
    try {
      Path folder = Files.createTempDirectory("tidegate-terraform");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder for Terraform plans", e);
    }
  }

  /** A program by its path, or by its name on PATH. */
  static Optional<Path> onPath(String program) {
    if (program.contains("/")) {
      return Optional.of(Path.of(program).toAbsolutePath()).filter(Files::isExecutable);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String folder : path.split(File.pathSeparator)) {
      Path candidate = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
        return Optional.of(candidate.toAbsolutePath());
      }
    }
    return Optional.empty();
  }
}
