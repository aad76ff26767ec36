package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A daemon that fails in every way: the push is judged in a process of its own, in time. */
final class HookTroubleTest {
  @TempDir Path folder;
  private Path sockets;
  private ServerSocketChannel daemon;
  private final List<SocketChannel> held = new ArrayList<>();
  private HookedServer server;

  @BeforeEach
  void open() throws IOException {
    sockets = Files.createTempDirectory("hookd");
    daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    daemon.bind(UnixDomainSocketAddress.of(sockets.resolve("s")));
    server = HookedServer.in(folder).hooked("pre-receive").asking(sockets.resolve("s"));
    server.launcher("cat >/dev/null", "echo 'judged here' >&2");
    server.work().with("TIDEGATE_HOOK_BUDGET", "5");
    server.commit("README.md", "# Sample\n", "Add the readme");
  }

  @AfterEach
  void close() throws IOException {
    daemon.close();
    for (SocketChannel channel : held) {
      channel.close();
    }
    Files.deleteIfExists(sockets.resolve("s"));
    Files.delete(sockets);
  }

  /** Answers each client with these bytes, then hangs up or goes silent. */
  private void answering(String bytes, boolean hangUp) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (daemon.isOpen()) {
              SocketChannel client = daemon.accept();
              held.add(client);
              client.read(ByteBuffer.allocate(1 << 16));
              client.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
              if (hangUp) {
                client.close();
              }
            }
          } catch (IOException e) {
            // The test is over.
          }
        });
  }

  private void fallsBack() {
    Pushed pushed = server.push("main");
    assertThat(pushed.text()).contains("judged here");
    assertThat(pushed.landed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "busy\n",
        "version\n",
        "tidegate-hookd 2\n",
        "tidegate-hookd 1\n",
        "tidegate-hookd 1\n.\n.\n",
        "tidegate-hookd 1\ndone 0 50\nhalf of it",
        "tidegate-hookd 1\ndone 7 0\n",
        "HTTP/1.1 200 OK\n\n"
      })
  void aDaemonThatHangsUpBeforeItAnswered(String said) {
    answering(said, true);
    fallsBack();
  }

  @Test
  void aStoppedDaemonIsNotWaitedFor() {
    // The kernel accepts for it, as for a process in SIGSTOP.
    fallsBack();
  }

  @Test
  void aDaemonStoppedInTheMiddleIsNotWaitedFor() {
    answering("tidegate-hookd 1\n.\n", false);
    fallsBack();
  }

  @Test
  void aStaleSocketIsNoDaemon() throws IOException {
    daemon.close();
    fallsBack();
  }

  @Test
  void aSocketInAFolderOfOthersIsNotTrusted() throws IOException {
    answering("tidegate-hookd 1\ndone 0 0\n", true);
    Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
    fallsBack();
  }

  @Test
  void anAnswerOfTheDaemonCounts() {
    answering("tidegate-hookd 1\n.\n.\ndone 1 8\nbecause\n", true);
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.said()).containsExactly("because");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill -STOP $$", "sleep 30", "kill -9 $$", "exit 7", "exec /nonexistent"})
  void aJudgeThatFailsRejects(String how) throws IOException {
    daemon.close();
    server.launcher(how);
    server.work().with("TIDEGATE_HOOK_BUDGET", "1");
    for (String mode : List.of("use", "off")) {
      server.work().with("TIDEGATE_HOOKD", mode);
      long started = System.nanoTime();
      Pushed pushed = server.push("main");
      assertThat(pushed.landed()).as(mode).isFalse();
      assertThat(pushed.text()).as(mode).contains("could not be judged");
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void withoutTheLauncherNothingPasses() throws IOException {
    daemon.close();
    Files.delete(server.home().resolve("tidegate"));
    server.work().with("PATH", "/usr/bin:/bin");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("tidegate hook install");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh", "bash --posix"})
  void theShimRunsInEveryShell(String shell) throws Exception {
    daemon.close();
    String program = shell.split(" ")[0];
    assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), program + " is not installed");
    Path shim = server.home().resolve("hooks/shim");
    String text = Files.readString(shim).replaceFirst("#!/bin/sh", "#!/usr/bin/env -S " + shell);
    Files.writeString(shim, text);
    for (String mode : List.of("use", "off")) {
      server.work().with("TIDEGATE_HOOKD", mode);
      server.commit(mode + ".md", "# More\n", "Add " + mode);
      fallsBack();
    }
    server.launcher("exit 1");
    server.commit("last.md", "# Last\n", "Add the last");
    assertThat(server.push("main").landed()).isFalse();
  }
}
