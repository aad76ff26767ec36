package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.inbox.Deliveries;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.journal.Journal;
import dev.tidegate.store.Database;
import dev.tidegate.store.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user runs them, on repositories that the real git made. */
final class CommandLineTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private record Ran(int code, String out, String err) {}

  private Ran run(String... arguments) {
    return run(Map.of("NO_COLOR", "1"), arguments);
  }

  private static Ran run(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            new Program(environment, new PrintWriter(out)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private void git(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=a@example.org"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
  }

  private void repository(Path sample) throws Exception {
    try (Stream<Path> files = Files.walk(sample)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(sample.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    git("init", "-q", "-b", "main");
    git("add", "-A", "-f");
    git("commit", "-qm", "Add the sample");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  @Test
  void theSampleRepositoryIsAllowed() throws Exception {
    repository(Path.of("examples/gitops"));
    Ran ran = run("check", folder.toString());
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("Allowed");
  }

  @Test
  void everyViolationIsDenied() throws Exception {
    repository(Path.of("examples/violations"));
    Ran ran = run("check", folder.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("workflow/manual-kubectl").contains("secret/");
  }

  @Test
  void jsonStandsAloneOnStandardOutput() throws Exception {
    repository(Path.of("examples/gitops"));
    write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    git("add", "-A");
    git("commit", "-qm", "Deploy by hand");

    Ran ran = run("check", folder.toString(), "--range", "HEAD~1..HEAD", "--format", "json");

    assertThat(ran.code()).isEqualTo(1);
    JsonNode json = JSON.readTree(ran.out());
    assertThat(json.path("verdict").asText()).isEqualTo("denied");
    assertThat(json.path("base").asText()).hasSize(40);
    assertThat(json.path("head").asText()).hasSize(40);
    assertThat(json.path("evaluated").path("commits").asInt()).isEqualTo(1);
    JsonNode finding = json.path("findings").get(0);
    assertThat(finding.path("rule").asText()).isEqualTo("workflow/manual-kubectl");
    assertThat(finding.path("path").asText()).isEqualTo("scripts/deploy.sh");
    assertThat(finding.path("line").asInt()).isEqualTo(2);
    for (String key : List.of("severity", "commit", "message", "fix", "fingerprint")) {
      assertThat(finding.path(key).asText()).as(key).isNotBlank();
    }
  }

  @Test
  void sarifNamesItsRules() throws Exception {
    repository(Path.of("examples/violations"));
    Ran ran = run("check", folder.toString(), "--format", "sarif");
    JsonNode log = JSON.readTree(ran.out());
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    assertThat(log.path("runs").get(0).path("results")).isNotEmpty();
    assertThat(log.path("runs").get(0).path("tool").path("driver").path("rules")).isNotEmpty();
  }

  @Test
  void whatIsStagedIsJudgedBeforeItIsCommitted() throws Exception {
    repository(Path.of("examples/gitops"));
    Ran nothing = run("check", folder.toString(), "--staged", "--format", "json");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.out()).isEmpty();
    assertThat(nothing.err()).contains("nothing is staged");
    git("rm", "-q", "README.md");
    assertThat(run("check", folder.toString(), "--staged").code()).isZero();
    write("scripts/deploy.sh", "#!/bin/sh\nkubectl delete ns x\n");
    git("add", "scripts/deploy.sh");
    assertThat(run("check", folder.toString(), "--staged").code()).isEqualTo(1);
  }

  @Test
  void whatCannotBeJudgedIsNeitherAllowedNorDenied() throws Exception {
    Ran nowhere = run("check", folder.toString());
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err()).contains("not in a git repository");
    repository(Path.of("examples/gitops"));
    assertThat(run("check", folder.toString(), "--range", "gone..HEAD").code()).isEqualTo(2);
    assertThat(run("check", folder.toString(), "--tree", "gone").code()).isEqualTo(2);
    Ran tree = run("check", folder.toString(), "--tree", "HEAD^{tree}");
    assertThat(tree.code()).isEqualTo(2);
    assertThat(tree.err()).contains("names a tree, not a commit");
    Ran empty = run("check", folder.toString(), "--range", "HEAD..HEAD", "--format", "json");
    assertThat(empty.code()).as("nothing evaluated is no success").isEqualTo(2);
    assertThat(empty.out()).isEmpty();
    assertThat(run("check", folder.toString(), "--staged", "--tree", "HEAD").code()).isEqualTo(2);
    assertThat(run("check", folder.toString(), "--format", "xml").code()).isEqualTo(2);
    assertThat(run("frobnicate").code()).isEqualTo(2);
    assertThat(run().code()).isEqualTo(2);
  }

  @Test
  void whatOnlyAPersonCanDecideHasAnExitCodeOfItsOwn() throws Exception {
    repository(Path.of("examples/gitops"));
    write(
        "models/weights.bin",
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "4d7a".repeat(16)
            + "\nsize 12345\n");
    git("add", "-A");
    git("commit", "-qm", "Add the weights");
    Ran ran = run("check", folder.toString(), "--range", "HEAD~1..", "--format", "json");
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(3);
    assertThat(JSON.readTree(ran.out()).path("verdict").asText()).isEqualTo("needs-human");
  }

  @Test
  void aRangeBackwardsJudgesWhatItWouldBringBack() throws Exception {
    repository(Path.of("examples/gitops"));
    write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    git("add", "-A");
    git("commit", "-qm", "Deploy by hand");
    git("rm", "-q", "scripts/deploy.sh");
    git("commit", "-qm", "Leave it to Argo CD");
    assertThat(run("check", folder.toString(), "--range", "HEAD~2..").code()).isZero();
    assertThat(run("check", folder.toString(), "--range", "HEAD..HEAD~1").code()).isEqualTo(1);
    assertThat(run("check", folder.toString(), "--range", "HEAD~1..HEAD~2").code()).isZero();
    assertThat(run("check", folder.toString(), "--range", "HEAD~2...HEAD").code()).isEqualTo(2);
  }

  @Test
  void aRepositoryIsFoundFromBelowFromAWorktreeAndBare() throws Exception {
    repository(Path.of("examples/gitops"));
    write("scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    git("add", "-A");
    git("commit", "-qm", "Deploy by hand");
    git("worktree", "add", "-q", "tree", "HEAD~1");
    git("clone", "-q", "--bare", ".", "bare.git");
    git("clone", "-q", "--depth", "1", "file://" + folder, "shallow");
    assertThat(run("check", folder.resolve("kubernetes").toString()).code()).isEqualTo(1);
    assertThat(run("check", folder.resolve("tree/kubernetes").toString()).code()).isZero();
    assertThat(run("check", folder.resolve("bare.git").toString()).code()).isEqualTo(1);
    assertThat(run("check", folder.resolve("bare.git").toString(), "--staged").code()).isEqualTo(2);
    assertThat(run("check", folder.resolve("shallow").toString()).code()).isEqualTo(1);
    assertThat(run("check", folder.resolve("shallow").toString(), "--range", "HEAD~1..").code())
        .isEqualTo(2);
  }

  @Test
  void aRepositoryWithABrokenPolicyIsNotJudged() throws Exception {
    repository(Path.of("examples/gitops"));
    write(".tidegate.yaml", "clustres: []\n");
    git("add", "-A");
    git("commit", "-qm", "Break the policy");
    Ran ran = run("check", folder.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(".tidegate.yaml:1:1").contains("clusters");
  }

  @Test
  void everyProblemOfAConfigurationIsPrintedAtOnce() throws Exception {
    write(
        "tidegate.yaml",
        """
        server: { listen: nowhere }
        state: { directory: ./state }
        github:
          token: literal-value
          webhookSecrets: []
        repositories:
          - { name: acme/gitops, brunch: main }
        """);
    Ran ran = run("config", "check", folder.resolve("tidegate.yaml").toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines().count()).isGreaterThanOrEqualTo(4);
    assertThat(ran.err()).contains(":7:").contains("branch").doesNotContain("literal-value");
  }

  @Test
  void deliveriesAreListedAsJson() throws Exception {
    write(
        "tidegate.yaml",
        """
        server: { listen: "127.0.0.1:0" }
        state: { directory: ./state }
        github:
          token: { env: GITHUB_TOKEN }
          webhookSecrets: [ { env: WEBHOOK_SECRET } ]
        repositories: [ { name: acme/gitops, branch: main } ]
        """);
    String config = folder.resolve("tidegate.yaml").toString();
    for (String command : new String[] {"list", "show x", "replay x"}) {
      String[] words = ("deliveries " + command + " --config " + config).split(" ");
      Ran early = run(words);
      assertThat(early.code()).as(command).isEqualTo(2);
      assertThat(early.out()).isEmpty();
      assertThat(early.err())
          .contains("tidegate.db does not exist", "state.directory")
          .doesNotContain("Exception");
    }
    assertThat(folder.resolve("state")).doesNotExist();
    Files.createDirectory(folder.resolve("state"));
    Files.createFile(folder.resolve("state/tidegate.db"));
    Ran empty = run("deliveries", "list", "--config", config);
    assertThat(empty.code()).isEqualTo(2);
    assertThat(empty.err()).contains("holds no tables");

    try (Database made = Database.open(new Target.Sqlite(folder.resolve("state")))) {
      assertThat(new Deliveries(made, new Journal(made, CLOCK), CLOCK).counts()).isNotNull();
    }
    Ran list = run("deliveries", "list", "--format", "json", "--config", config);
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(JSON.readTree(list.out()).isArray()).isTrue();
    Ran show = run("deliveries", "show", "no-such-guid", "--config", config);
    assertThat(show.code()).isEqualTo(2);
    assertThat(show.err()).contains("no-such-guid");
  }

  @Test
  void rulesExplainThemselves() {
    Ran known = run("explain", "secret/plaintext");
    assertThat(known.code()).isZero();
    assertThat(known.out()).contains("Why").contains("Fix");
    Ran unknown = run("explain", "secret/plain");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("secret/plaintext");
    assertThat(run("explain", "secret/plain-text").err()).contains("secret/plaintext");
    assertThat(run("explain", "workflow/manual-kubctl").err()).contains("manual-kubectl");
    assertThat(run("explain", "Secret/Plaintext").code()).isZero();
    assertThat(run("explain", "zzz").err()).doesNotContain("perhaps");
    assertThat(run("explain").out()).contains("workflow/manual-kubectl");
  }

  @Test
  void helpHasExamplesAndCompletionIsAScript() {
    for (String command :
        List.of(
            "check",
            "serve",
            "demo",
            "config",
            "config check",
            "config schema",
            "deliveries",
            "deliveries list",
            "deliveries show",
            "deliveries replay",
            "webhook",
            "webhook status",
            "webhook install",
            "explain",
            "version",
            "completion")) {
      Ran help = run((command + " --help").split(" "));
      assertThat(help.code()).as(command).isZero();
      String examples = help.out().substring(Math.max(0, help.out().indexOf("Example")));
      assertThat(examples).as(command).startsWith("Example").contains("tidegate " + command);
    }
    assertThat(run("completion").out())
        .startsWith("#!/")
        .contains("complete")
        .contains("\"text\" \"json\" \"sarif\"");
    assertThat(run("--version").out()).isEqualTo(run("version").out());
    assertThat(run("version").out()).startsWith("tidegate ");
    assertThat(run("config", "schema").out()).contains("2020-12");
  }
}
