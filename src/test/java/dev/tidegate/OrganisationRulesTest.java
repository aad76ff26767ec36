package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.Planted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation's gitleaks file at the server, through the command line on real repositories. */
final class OrganisationRulesTest {
  private static final String RULE =
      """
      title = "acme"
      [extend]
      useDefault = true
      [[rules]]
      id = "acme-badge"
      description = "Badge number"
      regex = '''badge-[0-9]{6}'''
      keywords = ["badge"]
        [[rules.allowlists]]
        condition = "AND"
        paths = ['''^docs/''']
        stopwords = ["000000"]
      """;

  @TempDir Path repoFolder;
  @TempDir Path serverFolder;
  private GitRepo git;
  private Path server;

  @BeforeEach
  void begin() throws IOException {
    git = GitRepo.in(repoFolder);
    git.write("README.md", "# app\n").commit("feat: begin");
    server = serverFolder.resolve("tidegate.yaml");
    Files.writeString(serverFolder.resolve("hook-secret"), "a-long-secret-for-webhooks\n");
    Files.writeString(
        server,
        """
        server: { listen: "127.0.0.1:8080", publicUrl: "https://gate.example.com" }
        state: { directory: state }
        github:
          token: { env: GH }
          webhookSecrets: [ { env: HOOK } ]
        repositories:
          - name: acme/gitops
        policy:
          gitleaks: rules/acme.toml
        """);
    rules(RULE);
  }

  private void rules(String toml) throws IOException {
    Files.createDirectories(serverFolder.resolve("rules"));
    Files.writeString(serverFolder.resolve("rules/acme.toml"), toml);
  }

  private ExceptionsTest.Ran check() {
    return ExceptionsTest.run(
        "check", repoFolder.toString(), "--config", server.toString(), "--format", "json");
  }

  @Test
  void itsRulesJudgeEveryRepository() {
    git.write("app.yaml", "note: badge-123456\n").write("docs/a.md", "badge-000000 is none\n");
    git.commit("feat: more");
    ExceptionsTest.Ran ran = check();
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(1);
    assertThat(ran.out()).contains("Badge number", "app.yaml").doesNotContain("docs/a.md");
  }

  @Test
  void whatItAddsToTheGeneralRuleAndItsAllowlistsByValueCountForOurOwnFindings()
      throws IOException {
    String value = Planted.value("random20");
    git.write("app.yaml", "adminPassword: " + value + "\n").commit("feat: more");
    assertThat(check().code()).isEqualTo(1);
    rules(RULE + "[[rules]]\nid = \"generic-api-key\"\n[[rules.allowlists]]\npaths = [\"^app\"]\n");
    ExceptionsTest.Ran byPath = check();
    assertThat(byPath.code()).as(byPath.out()).isZero();
    rules(RULE + "[[allowlists]]\nregexes = [\"" + value + "\"]\n");
    ExceptionsTest.Ran byValue = check();
    assertThat(byValue.code()).isZero();
    assertThat(byValue.out()).contains("Let stand by the server's gitleaks file");
    rules("[extend]\nuseDefault = true\ndisabledRules = [\"generic-api-key\"]\n");
    assertThat(check().code()).isZero();
  }

  @Test
  void noPathSilencesAVendorsToken() throws IOException {
    git.write("app.yaml", "t: " + Planted.value("github-pat") + "\n").commit("feat: more");
    rules("[[allowlists]]\npaths = [\".*\"]\n");
    assertThat(check().code()).isEqualTo(1);
  }

  @Test
  void everyProblemIsToldAtOnceWithFileRuleAndReason() throws IOException {
    rules(
        """
        [extend]
        path = "more.toml"
        [[rules]]
        id = "one"
        regex = "(?=a)b"
        [[rules]]
        id = "two"
        regex = "b"
        secretGroup = 3
        """);
    Files.writeString(
        serverFolder.resolve("rules/more.toml"), "[[rules]]\nid = \"three\"\nregex = \"(a\"\n");
    ExceptionsTest.Ran ran = ExceptionsTest.run("config", "check", server.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out() + ran.err())
        .contains("policy.gitleaks")
        .contains("acme.toml, line 5: rule one: the pattern is not RE2 syntax")
        .contains("acme.toml, line 7: rule two: its pattern has no group 3")
        .contains("more.toml, line 3: rule three: the pattern is not RE2 syntax");
    Files.delete(serverFolder.resolve("rules/acme.toml"));
    ExceptionsTest.Ran gone = ExceptionsTest.run("config", "check", server.toString());
    assertThat(gone.out() + gone.err()).contains("acme.toml is not there");
  }

  @Test
  void thePolicysDigestFollowsTheFilesThatDecide() throws IOException {
    git.write(".gitleaksignore", "# none\n").commit("feat: ignore nothing");
    String first = check().json().path("policy").asText();
    assertThat(first).hasSizeGreaterThan(10).isEqualTo(check().json().path("policy").asText());
    rules(RULE + "# another word\n");
    String second = check().json().path("policy").asText();
    assertThat(second).isNotEqualTo(first);
  }
}
