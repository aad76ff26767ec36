package dev.tidegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.ingress.hook.HookSettings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.RuleBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
          hooks: { trusted: [ "gitea:own" ] }
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
    PolicySettings rules = config.rules(config.repositories().get(1), OWN);
    List<RuleDoc> docs = RuleBook.standard(PolicySettings.standard()).docs();
    assertThat(severity(rules, "secret/plaintext")).contains(Severity.DENY);
    assertThat(severity(rules, "commit/message")).contains(Severity.DENY);
    assertThat(severity(rules, "terraform/lockfile")).contains(Severity.WARN);
    assertThat(rules.notes(docs)).singleElement().asString().contains("secret/plaintext");
  }

  @Test
  void whomHooksTrustIsTheServersToSayWhereItSaysAnything() throws IOException {
    ServerConfig example = server("example.yaml");
    assertThat(example.hooks(example.repositories().getFirst(), OWN).trusted())
        .containsExactly("gitea:own");
    ServerConfig full = server("full.yaml");
    assertThat(full.hooks(full.repositories().get(0), OWN))
        .isEqualTo(new HookSettings(List.of(), List.of("gitea:mirror"), List.of("release/*")));
    assertThat(full.hooks(full.repositories().get(1), OWN)).isEqualTo(HookSettings.standard());
  }

  private static Optional<Severity> severity(PolicySettings rules, String id) {
    RuleDoc doc = RuleBook.standard(PolicySettings.standard()).doc(id).orElseThrow();
    return rules.severity(doc, Optional.empty(), "a");
  }

  @Test
  void aRepositoryWithoutAServerStandsByItsOwnFile() {
    Fleet fleet = OWN.fleet(java.util.List.of("https://github.com/acme/gitops"));
    assertThat(fleet.named("own")).isPresent();
    assertThat(fleet.argocdApps()).contains("own/apps");
  }
}
