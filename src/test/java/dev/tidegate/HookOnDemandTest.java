package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resident daemon as a push starts it, with the launcher that ships. */
final class HookOnDemandTest {
  private static final String BY_HAND = "#!/bin/sh\nkubectl apply -f x.yaml\n";
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path folder;

  private HookedServer server;
  private Path socket;

  @BeforeEach
  void server() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "a push starts the daemon by perl");
    Path tmp = Files.createTempDirectory(folder, "t");
    socket = tmp.resolve("tidegate-" + Files.getAttribute(folder, "unix:uid") + "/hookd.sock");
    assumeTrue(socket.toString().length() <= 100, "no socket has so long a path");
    server = HookedServer.in(folder).hooked("pre-receive").installed();
    server
        .work()
        .with("TIDEGATE_HOOKD", "auto")
        .with("TIDEGATE_JAVA_HOME", System.getProperty("java.home"))
        .with("TIDEGATE_AOT", "off")
        .with("XDG_RUNTIME_DIR", "")
        .with("TMPDIR", tmp.toString());
  }

  @AfterEach
  void noneIsLeft() {
    daemons().forEach(ProcessHandle::destroyForcibly);
    until(() -> daemons().isEmpty());
  }

  /** The daemons of this installation. */
  private List<ProcessHandle> daemons() {
    String jar = server.home().resolve("lib/tidegate.jar").toString();
    return ProcessHandle.allProcesses()
        .filter(p ->
            p.info().arguments().map(List::of).orElse(List.of()).containsAll(List.of(jar, "hookd")))
        .toList();
  }

  private static void until(BooleanSupplier done) {
    Instant end = Instant.now().plus(LONG);
    while (!done.getAsBoolean()) {
      assertThat(Instant.now()).as("gave up waiting").isBefore(end);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private void firstPush() {
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main")).matches(Pushed::landed);
    // The mark that one is starting goes right after the socket came.
    until(() -> Files.exists(socket) && !Files.exists(socket.resolveSibling("starting")));
  }

  @Test
  void thePushThatFindsNoneStartsOneForTheNext() throws IOException {
    firstPush();
    assertThat(daemons()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    // From here on only the daemon can answer.
    server.launcher("echo 'no daemon answered' >&2", "exit 1");
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main").text())
        .contains("workflow/manual-kubectl")
        .doesNotContain("no daemon answered");
  }

  @Test
  void oneThatDiedIsReplacedAndNoPushIsLost() {
    firstPush();
    ProcessHandle first = daemons().getFirst();
    first.destroyForcibly();
    first.onExit().join();
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main").text()).contains("workflow/manual-kubectl");
    until(() -> daemons().size() == 1);
  }

  @Test
  void oneOfAnotherBuildMakesRoom() throws IOException {
    firstPush();
    ProcessHandle first = daemons().getFirst();
    Files.setLastModifiedTime(
        server.home().resolve("lib/tidegate.jar"), FileTime.from(Instant.EPOCH));
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main")).matches(Pushed::landed);
    first.onExit().join();
    until(() -> daemons().size() == 1);
  }
}
