package dev.tidegate.config;

import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.ingress.hook.HookSettings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.except.Baseline;
import java.util.List;
import java.util.Optional;

/**
 * {@code .tidegate.yaml} of a judged repository, read from its protected branch only. What the
 * server's file states outranks it; see {@link ServerConfig#fleet}.
 */
public record RepositoryConfig(
    Optional<List<Cluster>> clusters,
    Optional<String> argocdApps,
    Optional<List<String>> terraformRoots,
    Optional<List<String>> talosPaths,
    PolicySettings rules,
    Optional<HookSettings> hooks) {
  /** The file's name at the repository's root. */
  public static final String FILE_NAME = ".tidegate.yaml";

  /** The name of the baseline beside it. */
  public static final String BASELINE_NAME = ".tidegate-baseline.yaml";

  /** The same with the baseline that stands beside the file. */
  public RepositoryConfig with(Baseline baseline) {
    return new RepositoryConfig(
        clusters,
        argocdApps,
        terraformRoots,
        talosPaths,
        rules.excepting(rules.exemptions().with(baseline)),
        hooks);
  }

  /** For a repository without the file. */
  public static RepositoryConfig empty() {
    return new RepositoryConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PolicySettings.standard(),
        Optional.empty());
  }

  /**
   * What exists by this file alone, for a check without a server.
   *
   * @param repoUrls addresses of the repository, such as those of its git remotes
   */
  public Fleet fleet(List<String> repoUrls) {
    return new Fleet(
        clusters.orElse(List.of()),
        argocdApps,
        terraformRoots.orElse(List.of()),
        talosPaths.orElse(List.of()),
        repoUrls);
  }
}
