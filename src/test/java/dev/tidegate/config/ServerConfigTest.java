package dev.tidegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server's file states outranks what the repository's own file states. */
final class ServerConfigTest {
  private static final ConfigReader READER = ConfigReader.knowing(Set.of());
  private static final RepositoryConfig OWN =
      READER.repository(
          ".tidegate.yaml",
          """
          clusters: [ { name: own, server: "https://own" } ]
          argocdApps: own/apps
          terraform: { roots: [ own/tf ] }
          talos: { paths: [ own/talos ] }
          rules: { secret/plaintext: off, commit/message: deny, terraform/lockfile: warn }
          """
              .getBytes(StandardCharsets.UTF_8));

  private static ServerConfig server(String name) throws IOException {
    byte[] yaml = ConfigReaderTest.resource(name).getBytes(StandardCharsets.UTF_8);
    return READER.server(name, yaml, Path.of("/"));
  }

  @Test
  void theServersFileOutranksTheRepositorysAndLeavesOpenWhatItDoesNotState() throws IOException {
    ServerConfig config = server("example.yaml");
    Fleet fleet = config.fleet(config.repositories().getFirst(), OWN);
    assertThat(fleet.clusters().stream().map(Cluster::name))
        .containsExactly("prod", "agentic", "monit");
    assertThat(fleet.argocdApps()).contains("kubernetes/argocd-apps");
    assertThat(fleet.terraformRoots()).containsExactly("infrastructure/terraform/talos-cluster");
    assertThat(fleet.talosPaths()).containsExactly("own/talos");
    assertThat(fleet.isThisRepo("git@github.com:Acme/gitops.git")).isTrue();
  }

  @Test
  void aRepositorysEntryOutranksWhatTheServerStatesForAll() throws IOException {
    ServerConfig config = server("full.yaml");
    ServerConfig.Repository entry = config.repository(RepoId.of("Acme/Other")).orElseThrow();
    Fleet fleet = config.fleet(entry, OWN);
    assertThat(fleet.clusters()).extracting(Cluster::name).containsExactly("lab");
    assertThat(fleet.terraformRoots()).isEmpty();
    assertThat(fleet.talosPaths()).containsExactly("talos");
    assertThat(fleet.repoUrls())
        .containsExactly(
            "https://ghes.example.com/acme/other", "git@ghes.example.com:acme/other.git");
  }

  @Test
  void aRepositoryMayOnlyBeStricterThanTheServersRules() throws IOException {
    ServerConfig config = server("full.yaml");
    PolicySettings.Merged merged = config.rules(config.repositories().get(1), OWN);
    assertThat(merged.settings().level("secret/plaintext", "a")).contains(Level.DENY);
    assertThat(merged.settings().level("commit/message", "a")).contains(Level.DENY);
    assertThat(merged.settings().level("terraform/lockfile", "a")).contains(Level.WARN);
    assertThat(merged.notes()).singleElement().asString().contains("secret/plaintext");
  }

  @Test
  void aRepositoryWithoutAServerStandsByItsOwnFile() {
    Fleet fleet = OWN.fleet(java.util.List.of("https://github.com/acme/gitops"));
    assertThat(fleet.named("own")).isPresent();
    assertThat(fleet.argocdApps()).contains("own/apps");
  }
}
