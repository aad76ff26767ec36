package dev.tidegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.config.ServerConfig.Credentials;
import dev.tidegate.policy.PolicySettings.Level;
import dev.tidegate.secret.SecretFiles;
import dev.tidegate.secret.SecretRef;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.ConfigException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
  private static final ConfigReader READER = ConfigReader.knowing(Set.of());

  static String resource(String name) throws IOException {
    try (InputStream in = ConfigReaderTest.class.getResourceAsStream("/config/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static ServerConfig read(String yaml) {
    return READER.server("t.yaml", yaml.getBytes(StandardCharsets.UTF_8), Path.of("/etc/tidegate"));
  }

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(ConfigException.class, () -> read(yaml)).problems();
  }

  private static String changed(String from, String to) throws IOException {
    String example = resource("example.yaml");
    assertThat(example).contains(from);
    return example.replace(from, to);
  }

  @Test
  void nestingWithoutEndAndKeysThatAreNoTextAreProblemsWithTheirPlace() {
    for (String deep : List.of("a: " + "[".repeat(20_000), "x: " + "{a: ".repeat(20_000))) {
      Problem problem = problems(deep).getFirst();
      assertThat(problem.what()).contains("nested deeper than");
      assertThat(problem.line()).isEqualTo(1);
      assertThat(problem.column()).isGreaterThan(64);
    }
    assertThat(problems("server: {}\n? [complex]\n: 2\n? {a: b}\n: 3\n"))
        .anyMatch(p -> p.line() == 2 && p.what().startsWith("unknown key"))
        .anyMatch(p -> p.line() == 4 && p.what().startsWith("unknown key"));
    assertThat(problems("clusters: &c [ *c ]\n")).isNotEmpty();
  }

  @Test
  void readsTheDocumentedExample() throws IOException {
    ServerConfig config = read(resource("example.yaml"));
    assertThat(config.server().listen()).hasToString("127.0.0.1/<unresolved>:8080");
    assertThat(config.server().adminListen().getPort()).isEqualTo(9090);
    assertThat(config.server().publicUrl()).contains(URI.create("https://gate.example.com"));
    assertThat(config.state().directory()).isEqualTo(Path.of("/etc/tidegate/state"));
    assertThat(config.state().database()).isEmpty();
    assertThat(config.github().credentials())
        .isEqualTo(new Credentials.Token(new SecretRef.Env("GITHUB_TOKEN")));
    assertThat(config.github().webhookSecrets())
        .containsExactly(new SecretRef.Env("WEBHOOK_SECRET"));
    assertThat(config.repositories())
        .singleElement()
        .satisfies(r -> {
          assertThat(r.name().fullName()).isEqualTo("acme/gitops");
          assertThat(r.argocdApps()).contains("kubernetes/argocd-apps");
        });
    assertThat(config.clusters().orElseThrow())
        .hasSize(3)
        .first()
        .satisfies(c -> assertThat(c.runsArgocd()).isTrue());
    assertThat(config.terraformRoots().orElseThrow())
        .containsExactly("infrastructure/terraform/talos-cluster");
    assertThat(config.terraform().sandboxed()).isTrue();
  }

  @Test
  void readsEveryOptionalKey() throws IOException {
    ServerConfig config = read(resource("full.yaml"));
    assertThat(config.server().limits().idleTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.server().limits().maxWaiting()).isEqualTo(10);
    assertThat(config.state().password())
        .contains(new SecretRef.File(Path.of("/etc/tidegate/db-password")));
    assertThat(config.github().webUrl()).isEqualTo(URI.create("https://ghes.example.com"));
    assertThat(config.github().credentials())
        .isEqualTo(
            new Credentials.App(
                123, new SecretRef.File(Path.of("/etc/tidegate/app.pem")), Optional.of(7L)));
    assertThat(config.argocd().orElseThrow().refreshWithin()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.terraform().sandboxed()).isFalse();
    assertThat(config.repositories().getFirst().branch()).isEqualTo("main");
    ServerConfig.Repository other = config.repositories().get(1);
    assertThat(other.argocdApps()).contains("apps");
    assertThat(other.terraformRoots()).contains(List.of());
    assertThat(config.rules().level("workflow/manual-kubectl", "a")).contains(Level.OFF);
    assertThat(config.rules().level("commit/message", "docs/a.md")).contains(Level.OFF);
    assertThat(config.rules().option("commit/message", "longest")).containsExactly("72");
    assertThat(config.secrets()).hasSize(7);
    assertThat(config.terraform().egress()).containsExactly("state.example.com:443");
    assertThat(config.terraform().environment())
        .containsEntry("TF_HTTP_PASSWORD", new SecretRef.Env("STATE_PASSWORD"));
  }

  @Test
  void tellsAllProblemsAtOnceEachWithPlaceAndRemedy() {
    List<Problem> problems =
        problems(
            """
            servr: {}
            server:
              listen: 8080
              listen: 127.0.0.1:1
            state: { directory: 7 }
            github:
              webhookSecrets: []
            repositories:
              - { name: acme, branc: main }
            """);
    assertThat(problems.stream().map(Problem::text))
        .containsExactly(
            "t.yaml:1:1: unknown key 'servr'. Did you mean 'server'?",
            "t.yaml:3:11: server.listen: this must be text. Put it in quotes",
            "t.yaml:4:3: server.listen: this key stands twice, first in line 3. Remove one of them",
            "t.yaml:5:21: state.directory: this must be text. Put it in quotes",
            "t.yaml:7:3: github: one of these is missing: token, app. State exactly one",
            "t.yaml:7:19: github.webhookSecrets: this list has 0 items. Give it 1 to 10000",
            "t.yaml:9:13: repositories[0].name: not a repository name (owner/name). Write"
                + " OWNER/NAME",
            "t.yaml:9:19: repositories[0]: unknown key 'branc'. Did you mean 'branch'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "listen: 127.0.0.1:8080 | listen: 127.0.0.1 | server.listen",
        "listen: 127.0.0.1:8080 | listen: 127.0.0.1:65536 | server.listen",
        "listen: 127.0.0.1:8080 | listen: 127.0.0.1:9090 | server",
        "https://gate.example.com | http://gate.example.com | server.publicUrl",
        "https://api.github.com | ftp://api.github.com | github.apiUrl",
        "https://argocd.example.com | https://argocd.example.com/?x=1 | argocd.url",
        "name: acme/gitops | name: acme/../gitops | repositories[0].name",
        "argocdApps: kubernetes/argocd-apps | argocdApps: ../x | repositories[0].argocdApps",
        "argocdApps: kubernetes/argocd-apps | argocdApps: /abs | repositories[0].argocdApps",
        "name: monit | name: prod | clusters[2]",
        "https://10.30.0.20:6443 } | https://10.30.0.20:6443, runsArgocd: true } | clusters[2]",
        "https://10.30.0.20:6443 | https://10.20.0.40:6443 | clusters[2]",
        "binary: terraform | sandbox: none | terraform.sandbox",
        "binary: terraform | planWithin: 10 min | terraform.planWithin",
        "binary: terraform | binary: rm -rf | terraform.binary",
        "binary: terraform | binary: -help | terraform.binary",
        "binary: terraform | egress: [ state.example.com ] | terraform.egress[0]",
        "binary: terraform | egress: [ '*.example.com:443' ] | terraform.egress[0]",
        "binary: terraform | egress: [ 'a.example.com:70000' ] | terraform.egress[0]",
        "binary: terraform | environment: { PATH: { env: X } } | terraform.environment",
        "binary: terraform | environment: { TF_CLI_ARGS_plan: { env: X } } | terraform.environment",
        "binary: terraform | environment: { https_proxy: { env: X } } | terraform.environment",
        "binary: terraform | environment: { TF_VAR_a: text } | terraform.environment.TF_VAR_a",
        "binary: terraform | 'hooks: { trusted: [ mirror ] }' | terraform",
        "name: acme/gitops | 'name: acme/gitops\n    hooks: { trusted: [ mirror ] }'"
            + " | repositories[0].hooks.trusted[0]",
        "directory: ./state | database: jdbc:h2:mem | state.database",
        "branch: main | branch: refs/heads/main | repositories[0].branch",
        "runsArgocd: true | runsArgocd: 'yes' | clusters[0].runsArgocd",
      })
  void refusesWhatCannotBeMeant(String from, String to, String path) throws IOException {
    assertThat(problems(changed(from.strip(), to.strip())).stream().map(Problem::path))
        .contains(path.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token: hunter2hunter2",
        "token: [ hunter2hunter2 ]",
        "token: { hunter2hunter2: x }",
        "token: { env: hunter2hunter2hunter2 }",
        "token: { env: 'hunter2hunter2 x' }",
        "token: { value: hunter2hunter2 }",
        "token: *hunter2hunter2",
        "token: !hunter2hunter2 x",
        "token: '@hunter2hunter2",
        "token: @hunter2hunter2",
        "token: hunter2: hunter2hunter2",
        "apiUrl: https://hunter2hunter2@api.github.com",
      })
  void neverPrintsWhatStandsWhereASecretShould(String line) throws IOException {
    List<Problem> problems = problems(changed("token: { env: GITHUB_TOKEN }", line));
    assertThat(problems).isNotEmpty();
    assertThat(problems.toString()).doesNotContain("hunter2");
    assertThat(problems.getFirst().line()).isGreaterThan(0);
  }

  @Test
  void refusesADatabaseAddressWithAPassword() throws IOException {
    String line = "database: jdbc:postgresql://h/d?user=u&password=hunter2";
    assertThat(problems(changed("directory: ./state", line)).toString())
        .contains("state.database")
        .doesNotContain("hunter2");
  }

  @Test
  void refusesTokenAndAppTogether() throws IOException {
    String both = "token: { env: T }\n  app: { id: 1, privateKey: { file: k } }";
    assertThat(problems(changed("token: { env: GITHUB_TOKEN }", both)))
        .singleElement()
        .satisfies(p -> assertThat(p.what()).isEqualTo("only one of these may stand: token, app"));
  }

  @Test
  void triesSecretsAndTellsWhereAMissingOrEmptyOneIsNamed() throws IOException {
    SecretFiles source = new SecretFiles(Map.of("GITHUB_TOKEN", "x", "WEBHOOK_SECRET", " "));
    byte[] yaml = resource("example.yaml").getBytes(StandardCharsets.UTF_8);
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class,
            () -> READER.tryingSecrets(source).server("t.yaml", yaml, Path.of("/")));
    assertThat(refused.problems().stream().map(Problem::text))
        .containsExactly(
            "t.yaml:10:21: github.webhookSecrets[0]: the environment variable WEBHOOK_SECRET is"
                + " empty. Set it before tidegate starts",
            "t.yaml:17:10: argocd.token: the environment variable ARGOCD_TOKEN is not set. Set it"
                + " before tidegate starts");
  }

  @Test
  void refusesRulesThatDoNotExist() throws IOException {
    byte[] yaml = "rules: { secret/plaintxt: off, x: deny }".getBytes(StandardCharsets.UTF_8);
    ConfigReader reader = ConfigReader.knowing(Set.of("secret/plaintext"));
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> reader.repository(".tidegate.yaml", yaml));
    assertThat(refused.problems()).hasSize(2);
    assertThat(refused).hasMessageContaining("Did you mean 'secret/plaintext'?");
  }

  @Test
  void readsARepositorysOwnFileAndAnEmptyOne() {
    byte[] yaml =
        "argocdApps: apps\nterraform: { roots: [tf] }\nrules: { commit/message: warn }"
            .getBytes(StandardCharsets.UTF_8);
    RepositoryConfig config = READER.repository(".tidegate.yaml", yaml);
    assertThat(config.argocdApps()).contains("apps");
    assertThat(config.terraformRoots()).contains(List.of("tf"));
    assertThat(config.rules().level("commit/message", "")).contains(Level.WARN);
    assertThat(READER.repository("x", " \n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(RepositoryConfig.empty());
  }

  @Test
  void refusesAFileThatIsNotOneYamlDocumentOfText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tidegate.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(catchThrowableOfType(ConfigException.class, () -> READER.server(file)))
        .hasMessageContaining("not UTF-8");
    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> READER.server(folder.resolve("none.yaml"))))
        .hasMessageContaining("does not exist");
    assertThat(problems("")).singleElement().asString().contains("empty");
    assertThat(problems(resource("example.yaml") + "---\na: b\n").toString())
        .contains("a second document begins here");
    assertThat(problems("a: [")).singleElement().asString().contains("not readable as YAML");
    assertThat(problems("&a [*a]")).isNotEmpty();
    assertThat(problems("x".repeat(1_100_000))).singleElement().asString().contains("1 MiB");
  }

  @Test
  void aByteOrderMarkIsNoTrouble() throws IOException {
    assertThat(read("\uFEFF" + resource("example.yaml")).repositories()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          k8s/schema: { options: { unknown-fields: deni } } | 1:51 write deny, warn or off
          k8s/schema: { options: { kubernetes: banana } }   | 1:47 write a release such as 1.33
          k8s/schema: { options: { schema-mising: warn } }  | 1:35 Did you mean 'schema-missing'?
          k8s/duplicate-object: { options: { x: y } }       | 1:45 Remove it; this rule has no options
          commit/message: { options: { body: sometimes } }  | 1:45 write true or false
          commit/message: { options: { max-subject: 0 } }   | 1:52 must be a number from 1
          commit/message: { options: { ticket: '(' } }      | 1:47 is no regular expression
          identity/agent: { options: { manual: /abs } }     | 1:47 without a leading slash
          """)
  void anOptionThatARuleCannotUseIsToldWithItsPlaceAndARemedy(String rule, String expected) {
    byte[] file = ("rules: { " + rule + " }\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ConfigReader.knowing(new HouseRules()).repository("p.yaml", file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("p.yaml:" + expected.substring(0, expected.indexOf(' ')))
        .hasMessageContaining(expected.substring(expected.indexOf(' ') + 1))
        .hasMessageContaining("rules." + rule.substring(0, rule.indexOf(':')) + ".options.");
  }

  @Test
  void optionsThatTheirRulesKnowAreTaken() {
    String file =
        "rules: { k8s/schema: { options: { kubernetes: '1.33', unknown-fields: warn } },"
            + " secret/plaintext: { options: { gitleaksConfig: org.toml } } }\n";
    assertThat(
            ConfigReader.knowing(new HouseRules())
                .repository("p.yaml", file.getBytes(StandardCharsets.UTF_8))
                .rules()
                .option("k8s/schema", "kubernetes"))
        .containsExactly("1.33");
  }
}
