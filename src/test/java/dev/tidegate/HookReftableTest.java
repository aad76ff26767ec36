package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import dev.tidegate.testing.RunningHookd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that keeps its refs in a reftable. */
final class HookReftableTest {
  private static final String BY_HAND = "#!/bin/sh\nkubectl apply -f x.yaml\n";

  @TempDir Path folder;
  private RunningHookd hookd;
  private HookedServer server;

  @BeforeEach
  void grow() {
    hookd = new RunningHookd(HookProgram.hook());
    server = HookedServer.in(folder).hooked("pre-receive");
    server.asking(hookd.socket()).launcher("echo 'fell back' >&2", "exit 1");
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main")).matches(Pushed::landed);
  }

  @AfterEach
  void stop() {
    hookd.close();
  }

  /** JGit makes the repository, and stands for git where git is older than 2.45. */
  @Test
  void refsInAReftableAreRead() throws Exception {
    String old = server.work().head();
    String bad = server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    Path bare = server.bare();
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(bare.toFile()).setMustExist(true).build()) {
      ((FileRepository) repository).convertRefStorage("reftable", false, false);
    }
    assertThat(Files.readString(bare.resolve("config"))).containsIgnoringCase("reftable");
    String quarantine = folder.resolve("clone/.git/objects").toString();
    Map<String, String> env =
        Map.of(
            "GIT_DIR",
            ".",
            "GIT_QUARANTINE_PATH",
            quarantine,
            "GIT_OBJECT_DIRECTORY",
            quarantine,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            bare.resolve("objects").toString(),
            "TIDEGATE_SOCKET",
            hookd.socket().toString());
    String zero = ObjectId.zeroId().name();
    assertThat(server.call("pre-receive", zero + " " + old + " refs/heads/again\n", env))
        .matches(Pushed::landed);
    Pushed pushed = server.call("pre-receive", old + " " + bad + " refs/heads/main\n", env);
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("workflow/manual-kubectl");
  }
}
