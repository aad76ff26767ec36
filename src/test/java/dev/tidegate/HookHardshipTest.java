package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.ingress.hook.Account;
import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import dev.tidegate.testing.RunningHookd;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes on a machine in trouble, through real git. */
final class HookHardshipTest {
  private static final String BY_HAND = "#!/bin/sh\nkubectl apply -f x.yaml\n";

  @TempDir Path folder;

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aDaemonThatWasStoppedWithASignalIsNotWaitedFor() throws Exception {
    HookedServer server = HookedServer.in(folder).hooked("pre-receive");
    Path sockets = Files.createTempDirectory("hookd");
    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwx------"));
    Path socket = sockets.resolve("s");
    String launcher = server.home().resolve("tidegate").toString();
    try (WatchService watch = sockets.getFileSystem().newWatchService()) {
      sockets.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process daemon =
          new ProcessBuilder(launcher, "hookd", "--socket", socket.toString(), "--idle", "10")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("hookd.log").toFile())
              .start();
      try {
        while (!answers(socket)) {
          assertThat(daemon.isAlive()).isTrue();
          WatchKey key = watch.poll(1, TimeUnit.SECONDS);
          if (key != null) {
            key.reset();
          }
        }
        server.asking(socket).launcher("cat >/dev/null", "echo 'judged here' >&2");
        server.commit("README.md", "# Sample\n", "Add the readme");
        assertThat(server.push("main").text()).doesNotContain("judged here");
        run("kill", "-STOP", Long.toString(daemon.pid()));
        server.commit("more.md", "# More\n", "Add more");
        Pushed pushed = server.push("main");
        assertThat(pushed).matches(Pushed::landed);
        assertThat(pushed.text()).contains("judged here");
      } finally {
        daemon.destroyForcibly().waitFor();
      }
    }
    for (String name : new String[] {"s", "s.lock"}) {
      Files.deleteIfExists(sockets.resolve(name));
    }
    Files.delete(sockets);
  }

  @Test
  void onAFullDiskAPushIsJudgedAndAnOverrideIsNotGranted() throws Exception {
    assumeTrue(Account.own().name().equals("root"), "only root can mount a small disk");
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "none", disk.toString())
            .redirectErrorStream(true)
            .start();
    assumeTrue(mount.waitFor() == 0, "mounting a small disk is not allowed here");
    try (RunningHookd hookd = new RunningHookd(HookProgram.hook())) {
      HookedServer server = HookedServer.in(folder).hooked("pre-receive").asking(hookd.socket());
      String policy = "hooks: { override: [\"local:root\"] }\n";
      server.commit(".tidegate.yaml", policy, "Allow overrides");
      assertThat(server.push("main")).matches(Pushed::landed);
      String bare = server.bare().toString();
      server.work().git("-C", bare, "config", "receive.advertisePushOptions", "true");
      try {
        Files.write(disk.resolve("full"), new byte[1 << 20]);
      } catch (IOException e) {
        // It is full now.
      }
      for (String name : new String[] {"HOME", "TMPDIR", "TIDEGATE_STATE"}) {
        server.work().with(name, disk.toString());
      }
      server.commit("more.md", "# More\n", "Add more");
      assertThat(server.push("main")).matches(Pushed::landed);
      server.commit("deploy.sh", BY_HAND, "Deploy by hand");
      assertThat(server.push("main").text()).contains("workflow/manual-kubectl");
      Pushed asked = server.push("-o", "tidegate.override=fire", "main");
      assertThat(asked.landed()).isFalse();
      assertThat(asked.text()).contains("no record could be");
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void aNewBranchFromAnOldCommitIsNotJudgedForWhatIsThere() throws Exception {
    try (RunningHookd hookd = new RunningHookd(HookProgram.hook())) {
      HookedServer server = HookedServer.in(folder).asking(hookd.socket());
      server.commit("deploy.sh", BY_HAND, "Deploy by hand");
      String old = server.work().head();
      server.commit("README.md", "# Sample\n", "Add the readme");
      assertThat(server.push("main").landed()).isTrue();
      server.hooked("pre-receive");
      server.work().git("checkout", "-q", "-b", "branch", old);
      server.commit("more.md", "# More\n", "Add more");
      assertThat(server.push("branch")).matches(Pushed::landed);
      server.commit("again.sh", BY_HAND, "Deploy by hand again");
      Pushed pushed = server.push("branch");
      assertThat(pushed.landed()).isFalse();
      assertThat(pushed.text()).contains("again.sh").doesNotContain("deploy.sh");
    }
  }
}
