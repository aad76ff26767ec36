package dev.tidegate.config;

import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.ingress.hook.HookSettings;
import dev.tidegate.ingress.webhook.DoorSettings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import dev.tidegate.secret.SecretRef;
import dev.tidegate.syntax.PathGlob;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code tidegate.yaml}: the server's own, trusted configuration. Paths are absolute or relative to
 * the working directory; those of the file were relative to its folder.
 *
 * @param clusters for all repositories that state none themselves; empty where the file has no such
 *     key
 * @param argocd empty: nothing is rolled out
 * @param terraformRoots like clusters
 * @param talosPaths like clusters
 * @param rules for all repositories
 * @param policy what repositories may decide themselves
 * @param hooks like clusters
 */
public record ServerConfig(
    Server server,
    State state,
    Github github,
    List<Repository> repositories,
    Optional<Argocd> argocd,
    Optional<List<Cluster>> clusters,
    Optional<List<String>> terraformRoots,
    Terraform terraform,
    Optional<List<String>> talosPaths,
    PolicySettings rules,
    Policy policy,
    Optional<HookSettings> hooks) {
  public ServerConfig {
    repositories = List.copyOf(repositories);
  }

  /** The entry of a repository; names compare without case, as on GitHub. */
  public Optional<Repository> repository(RepoId repo) {
    return repositories.stream()
        .filter(r -> r.name().fullName().equalsIgnoreCase(repo.fullName()))
        .findFirst();
  }

  /**
   * What exists for a repository: what its entry here states, else what this file states for all,
   * else what its own file states.
   */
  public Fleet fleet(Repository repository, RepositoryConfig own) {
    return new Fleet(
        repository.clusters().or(() -> clusters).or(own::clusters).orElse(List.of()),
        repository.argocdApps().or(own::argocdApps),
        repository
            .terraformRoots()
            .or(() -> terraformRoots)
            .or(own::terraformRoots)
            .orElse(List.of()),
        repository.talosPaths().or(() -> talosPaths).or(own::talosPaths).orElse(List.of()),
        repoUrls(repository));
  }

  /** The rules for a repository; its own file may lower only what this one leaves to it. */
  public PolicySettings rules(Repository repository, RepositoryConfig own) {
    PolicySettings server = repository.rules().orElse(rules).with(policy.gitleaks());
    return server
        .excepting(
            server
                .exemptions()
                .allowing(policy.neverExcept(), policy.selfApproval())
                .lasting(policy.exceptionDays()))
        .under(own.rules(), policy.repositoriesMay());
  }

  /** Whom git's own hooks trust in a repository, and which branches they guard; as a fleet. */
  public HookSettings hooks(Repository repository, RepositoryConfig own) {
    return repository.hooks().or(() -> hooks).or(own::hooks).orElseGet(HookSettings::standard);
  }

  private List<String> repoUrls(Repository repository) {
    String web = github.webUrl() + "/" + repository.name().fullName();
    return Stream.concat(Stream.of(web), repository.cloneUrls().stream()).toList();
  }

  /** This one, but with what cannot change while a server runs as it is there. */
  public ServerConfig withoutWhatNeedsAStart(ServerConfig running) {
    Server kept = running.server();
    return new ServerConfig(
        new Server(kept.listen(), kept.adminListen(), server.publicUrl(), kept.limits()),
        running.state(),
        github,
        repositories,
        argocd,
        clusters,
        terraformRoots,
        terraform,
        talosPaths,
        rules,
        policy,
        hooks);
  }

  /** The keys that differ from a running server's and take effect at its next start only. */
  public List<String> needingAStart(ServerConfig running) {
    List<String> keys = new ArrayList<>();
    if (!server.listen().equals(running.server().listen())) {
      keys.add("server.listen");
    }
    if (!server.adminListen().equals(running.server().adminListen())) {
      keys.add("server.adminListen");
    }
    if (!server.limits().equals(running.server().limits())) {
      keys.add("server.limits");
    }
    if (!state.equals(running.state())) {
      keys.add("state");
    }
    return keys;
  }

  /** Every secret the file refers to. */
  public List<SecretRef> secrets() {
    List<SecretRef> refs = new ArrayList<>(github.webhookSecrets());
    refs.add(
        switch (github.credentials()) {
          case Credentials.Token token -> token.token();
          case Credentials.App app -> app.privateKey();
        });
    argocd.ifPresent(a -> refs.add(a.token()));
    state.password().ifPresent(refs::add);
    refs.addAll(terraform.environment().values());
    return List.copyOf(refs);
  }

  /**
   * @param listen where GitHub's deliveries come in; the host may be a name
   * @param adminListen health and metrics; this machine only unless stated
   * @param publicUrl where GitHub and people reach the server
   */
  public record Server(
      InetSocketAddress listen,
      InetSocketAddress adminListen,
      Optional<URI> publicUrl,
      DoorSettings limits) {}

  /**
   * @param directory database, mirrors and locks
   * @param database {@code jdbc:postgresql://HOST/NAME}; empty: SQLite in the directory
   * @param keep how long deliveries stay after they were settled; at least what GitHub remembers
   */
  public record State(
      Path directory,
      Optional<String> database,
      Optional<String> user,
      Optional<SecretRef> password,
      Duration keep) {
    public State {
      if (keep.compareTo(Duration.ofDays(4)) < 0) {
        throw new IllegalArgumentException(
            "keep is shorter than 4d: GitHub sends again what is up to 3 days old");
      }
    }
  }

  /**
   * @param apiUrl without a slash at its end
   * @param webUrl for clone addresses and links, without a slash at its end
   * @param webhookSecrets at least one; several during rotation
   */
  public record Github(
      URI apiUrl, URI webUrl, Credentials credentials, List<SecretRef> webhookSecrets) {
    public Github {
      webhookSecrets = List.copyOf(webhookSecrets);
    }

    /** {@code https://api.github.com} is github.com; an Enterprise Server has both on one host. */
    static URI webUrl(URI api) {
      String text = api.toString();
      return URI.create(
          text.equals("https://api.github.com")
              ? "https://github.com"
              : text.replaceFirst("^https://api\\.(.*\\.ghe\\.com)$", "https://$1")
                  .replaceFirst("/api/v3$", ""));
    }
  }

  /** How the server shows itself to GitHub. */
  public sealed interface Credentials {
    record Token(SecretRef token) implements Credentials {}

    /** A GitHub App; without an installation it is looked up per repository. */
    record App(long id, SecretRef privateKey, Optional<Long> installation) implements Credentials {}
  }

  /**
   * A guarded repository. What it states here outranks what the file states for all.
   *
   * @param branch short name of the protected branch
   * @param cloneUrls further addresses by which Applications name it
   */
  public record Repository(
      RepoId name,
      String branch,
      Optional<String> argocdApps,
      Optional<List<Cluster>> clusters,
      Optional<List<String>> terraformRoots,
      Optional<List<String>> talosPaths,
      List<String> cloneUrls,
      PolicySettings rules,
      Optional<HookSettings> hooks) {}

  /**
   * @param refreshWithin how long a refresh may take to show the pushed commit
   * @param settleWithin how long Applications may take to run it
   */
  public record Argocd(URI url, SecretRef token, Duration refreshWithin, Duration settleWithin) {}

  /**
   * What repositories may decide about the policy.
   *
   * @param repositoriesMay rules, or patterns of them, that a repository's own file may lower
   * @param neverExcept rules from which a repository itself excepts nothing
   * @param selfApproval accounts whose own change may bring the exception that it needs
   * @param exceptionDays how many days from now an exception's last day may be away
   * @param gitleaks the organisation's own rules about secrets
   */
  public record Policy(
      List<String> repositoriesMay,
      List<PathGlob> neverExcept,
      List<String> selfApproval,
      int exceptionDays,
      Optional<GitleaksConfig> gitleaks) {
    static Policy standard() {
      return new Policy(List.of(), List.of(), List.of(), Exemptions.MOST_DAYS, Optional.empty());
    }
  }

  /**
   * @param binary name or path of terraform or tofu
   * @param pluginDirectory mirror of the providers that plans may use
   * @param sandboxed false only where the file says {@code sandbox: none-i-accept-the-risk}
   * @param sandboxUser the unprivileged user plans run as where the server runs as root
   * @param egress {@code host:port}s, lower case, that plans may reach from the sandbox
   * @param environment further variables of plans
   */
  public record Terraform(
      String binary,
      Optional<Path> pluginDirectory,
      Duration planWithin,
      boolean sandboxed,
      Optional<String> sandboxUser,
      List<String> egress,
      Map<String, SecretRef> environment) {
    public Terraform {
      egress = List.copyOf(egress);
      environment = Map.copyOf(environment);
    }

    static Terraform standard() {
      return new Terraform(
          "terraform",
          Optional.empty(),
          Duration.ofMinutes(10),
          true,
          Optional.empty(),
          List.of(),
          Map.of());
    }
  }
}
