package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import dev.tidegate.testing.Planted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real pushes through the real hooks, judged in a process of their own. */
final class HookTest {
  @TempDir Path folder;

  private static String secret() {
    return Planted.expand("token: @@github-pat@@\n");
  }

  @Test
  void aSecretIsRefusedWithPlaceMaskRepairAndAnIdThatExplains() {
    HookedServer server = HookedServer.in(folder).hooked("pre-receive");
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main").landed()).isTrue();
    String bad = server.commit("apps/web/values.yaml", secret(), "Add the values");
    server.work().git("rm", "-q", "apps/web/values.yaml");
    server.work().commit("Remove the values again");

    Pushed pushed = server.push("main");

    assertThat(pushed.landed()).isFalse();
    String finding = "secret/plaintext " + bad.substring(0, 8) + " apps/web/values.yaml:1 ghp_...";
    assertThat(pushed.said()).anyMatch(l -> l.strip().startsWith(finding));
    assertThat(pushed.text())
        .contains("git rebase -i " + bad.substring(0, 8) + "^")
        .contains("Rotate it")
        .doesNotContain(secret().strip().substring(7, 20));
    assertThat(pushed.said()).allMatch(l -> l.length() <= 72 && l.matches("[ -~]*"));
    Matcher id = Pattern.compile("tidegate explain ([0-9a-f]{10})").matcher(pushed.text());
    assertThat(id.find()).isTrue();
    assertThat(server.log()).contains(id.group(1)).doesNotContain(secret().strip().substring(7));
    String explained = explain(server, id.group(1));
    assertThat(explained).contains("denied", "refs/heads/main", "apps/web/values.yaml", "fix:");
    assertThat(refs(server)).doesNotContain(bad);
  }

  @Test
  void theNewestCommitIsAmended() {
    HookedServer server = HookedServer.in(folder).hooked("pre-receive");
    server.commit("deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n", "Deploy by hand");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("git commit -a --amend").doesNotContain("rebase");
    assertThat(pushed.text()).doesNotContain("Rotate");
  }

  @Test
  void updateRefusesOnlyTheBadRef() {
    HookedServer server = HookedServer.in(folder).hooked("update");
    server.commit("README.md", "# Sample\n", "Add the readme");
    server.work().git("branch", "good");
    server.work().git("checkout", "-q", "-b", "bad");
    server.commit("deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n", "Deploy by hand");
    Pushed pushed = server.push("main", "good", "bad");
    assertThat(pushed.landed()).isFalse();
    assertThat(refs(server)).contains("refs/heads/good", "refs/heads/main").doesNotContain("bad");
  }

  @Test
  void aPushFromACloneIsJudgedBeforeItLeaves() throws Exception {
    HookedServer server = HookedServer.in(folder);
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main").landed()).isTrue();
    Path hooks = server.work().directory().resolve(".git/hooks");
    Files.createSymbolicLink(hooks.resolve("pre-push"), server.home().resolve("hooks/pre-push"));
    Files.createSymbolicLink(
        hooks.resolve("pre-commit"), server.home().resolve("hooks/pre-commit"));
    server.work().write("deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n");
    server.work().git("add", "-A");
    assertThat(server.work().attempt(new byte[0], "commit", "-qm", "Deploy by hand").errors())
        .contains("Tidegate: commit rejected, 1 finding.", "workflow/manual-kubectl");
    server.work().git("commit", "-q", "--no-verify", "-m", "Deploy by hand");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("Tidegate: push rejected, 1 finding.", "--amend");
  }

  /**
   * The pre-commit framework reads git's lines itself and gives variables in their place; see its
   * hook_impl.
   */
  @Test
  void thePreCommitFrameworkGivesVariablesForGitsLines() throws Exception {
    HookedServer server = HookedServer.in(folder);
    String root = server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main").landed()).isTrue();
    String bad = server.commit("deploy.sh", "#!/bin/sh\nkubectl apply -f x\n", "Deploy by hand");
    assertThat(framework(server, "FROM_REF=" + root, "TO_REF=" + bad, "REMOTE_NAME=origin"))
        .as("as a push gives them")
        .contains("workflow/manual-kubectl " + bad.substring(0, 8));
    assertThat(framework(server, "FROM_REF=origin/main", "TO_REF=HEAD"))
        .as("as a person gives them")
        .contains("workflow/manual-kubectl");
    assertThat(framework(server)).as("none").contains("workflow/manual-kubectl");
    assertThat(framework(server, "TO_REF=HEAD~1", "REMOTE_NAME=origin")).isEmpty();
    assertThat(framework(server, "FROM_REF=gone", "TO_REF=HEAD")).contains("no revision 'gone'");
    server.work().git("update-ref", "-d", "refs/remotes/origin/main");
    assertThat(framework(server, "LOCAL_BRANCH=refs/heads/main", "REMOTE_NAME=origin"))
        .as("all of the history is new")
        .contains("workflow/manual-kubectl");
  }

  /** What the hook says in the clone; empty where it lets the push go on. */
  private static String framework(HookedServer server, String... variables) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(server.home().resolve("tidegate").toString(), "hook", "pre-push")
            .directory(server.work().directory().toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile());
    builder.environment().put("PRE_COMMIT", "1");
    builder.environment().put("TIDEGATE_STATE", server.state().toString());
    builder.environment().put("TIDEGATE_HOOK_BUDGET", "60");
    for (String variable : variables) {
      String[] parts = variable.split("=", 2);
      builder.environment().put("PRE_COMMIT_" + parts[0], parts[1]);
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(said.isEmpty() ? 0 : 1);
    return said;
  }

  @Test
  void withoutAnAnswerInTimeThePushIsRejected() throws Exception {
    HookedServer server = HookedServer.in(folder).hooked("pre-receive");
    HookedServer.script(server.home().resolve("tidegate"), "kill -STOP $$");
    server.work().with("TIDEGATE_HOOK_BUDGET", "1");
    server.commit("README.md", "# Sample\n", "Add the readme");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("There was no answer within 1 s.");
  }

  private static String refs(HookedServer server) {
    return server.work().git("ls-remote", server.bare().toString());
  }

  private static String explain(HookedServer server, String id) {
    StringWriter out = new StringWriter();
    Map<String, String> environment = Map.of("TIDEGATE_STATE", server.state().toString());
    PrintWriter writer = new PrintWriter(out, true);
    dev.tidegate.ingress.cli.Cli.run(
        new Program(environment, writer),
        writer,
        writer,
        List.of("explain", id).toArray(new String[0]));
    return out.toString();
  }
}
