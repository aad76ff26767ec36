package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing and uninstalling, on each kind of server and in a clone. */
final class HookInstallTest {
  @TempDir Path folder;
  private HookedServer server;

  @BeforeEach
  void open() {
    server = HookedServer.in(folder);
    server.launcher("cat >/dev/null", "echo \"judged: $2\" >&2", "exit ${VERDICT:-0}");
    server.commit("README.md", "# Sample\n", "Add the readme");
  }

  private String run(int code, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    Map<String, String> environment = Map.of("TIDEGATE_HOME", server.home().toString());
    assertThat(Cli.run(new Program(environment, writer), writer, writer, arguments))
        .as("%s", out)
        .isEqualTo(code);
    return out.toString();
  }

  @Test
  void aBareRepositoryNeedsOneCommand() {
    run(0, "hook", "install", "--server", server.bare().toString());
    assertThat(server.push("main").text()).contains("judged: pre-receive");
    run(0, "hook", "install", "--server", server.bare().toString());
    assertThat(server.bare().resolve("hooks/pre-receive.before-tidegate")).doesNotExist();
    assertThat(run(0, "hook", "uninstall", "--server", server.bare().toString()))
        .contains("removed");
    assertThat(server.bare().resolve("hooks/pre-receive")).doesNotExist();
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main").text()).doesNotContain("judged");
  }

  @Test
  void anExistingHookIsKeptAndCalledAndPutBack() throws IOException {
    Path hook = server.bare().resolve("hooks/pre-receive");
    HookedServer.script(hook, "read -r old new ref; echo \"theirs: $ref\"; exit ${THEIRS:-0}");
    String theirs = Files.readString(hook);
    run(0, "hook", "install", "--server", server.bare().toString());
    for (String mode : new String[] {"use", "off"}) {
      server.work().with("TIDEGATE_HOOKD", mode);
      server.commit(mode + ".md", "# More\n", "Add " + mode);
      server.work().with("VERDICT", "1");
      assertThat(server.push("main").text()).contains("judged").doesNotContain("theirs");
      server.work().with("VERDICT", "0").with("THEIRS", "1");
      Pushed refused = server.push("main");
      assertThat(refused.landed()).isFalse();
      assertThat(refused.text()).contains("judged", "theirs: refs/heads/main");
      server.work().with("THEIRS", "0");
      assertThat(server.push("main")).matches(Pushed::landed);
    }
    run(0, "hook", "uninstall", "--server", server.bare().toString());
    assertThat(Files.readString(hook)).isEqualTo(theirs);
  }

  @Test
  void aForgesFoldersAreFound() throws IOException {
    Path gitea = folder.resolve("gitea.git");
    GitRepo.in(gitea, "--bare");
    Files.createDirectories(gitea.resolve("hooks/pre-receive.d"));
    run(0, "hook", "install", "--server", gitea.toString());
    assertThat(gitea.resolve("hooks/pre-receive.d/tidegate")).isExecutable();
    Path gitlab = Files.createDirectories(folder.resolve("custom_hooks"));
    run(0, "hook", "install", "--server", gitlab.toString(), "--config", "policy file.yaml");
    assertThat(gitlab.resolve("pre-receive.d/tidegate"))
        .isExecutable()
        .content()
        .contains("TIDEGATE_HOOK=pre-receive", "policy file.yaml'");
    Path nothing = Files.createDirectories(folder.resolve("nothing"));
    assertThat(run(2, "hook", "install", "--server", nothing.toString()))
        .contains("neither a bare repository");
    assertThat(run(2, "hook", "install")).contains("--server DIR or --client");
  }

  @Test
  void aClonesHooksRunWhereItsHooksPathPoints() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own hooks"));
    server.work().git("config", "core.hooksPath", own.toString());
    HookedServer.script(own.resolve("pre-commit"), "echo theirs >&2");
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    Program program = new Program(Map.of("TIDEGATE_HOME", server.home().toString()), writer);
    program.placeHooks(true, server.work().directory(), true, java.util.Optional.empty());
    server.work().write("more.md", "# More\n").git("add", "-A");
    assertThat(server.work().attempt(new byte[0], "commit", "-m", "Add more").errors())
        .contains("judged: pre-commit", "theirs");
    assertThat(server.push("main").text()).contains("judged: pre-push");
    program.placeHooks(false, server.work().directory(), true, java.util.Optional.empty());
    assertThat(own.resolve("pre-push")).doesNotExist();
    assertThat(own.resolve("pre-commit")).content().contains("theirs");
  }
}
