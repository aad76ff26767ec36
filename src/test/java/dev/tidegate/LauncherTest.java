package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.testing.HookedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real launcher below the real hook, where a machine lacks what others have. */
final class LauncherTest {
  private static final String NAME = "b\u00fc\u4e2d \u00e9.git";

  @TempDir Path folder;

  private HookedServer server() throws IOException {
    HookedServer server = HookedServer.in(folder).hooked("pre-receive").installed();
    // Renamed by the shell: this test's own locale may have no such names.
    sh("mv server.git \"$1\"", List.of());
    return server;
  }

  /**
   * What a shell with nothing but these variables says of a script; fails where the script does.
   */
  private String sh(String script, List<String> environment) throws IOException {
    List<String> command = new ArrayList<>(List.of("env", "-i"));
    Collections.addAll(
        command, "PATH=" + System.getenv("PATH"), "HOME=/nonexistent", "TIDEGATE_AOT=off");
    command.add("TIDEGATE_JAVA_HOME=" + System.getProperty("java.home"));
    command.addAll(environment);
    // printf makes the bytes, so that no argument of this process needs them.
    String octal =
        new String(NAME.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            .chars()
            .mapToObj(c -> "\\%03o".formatted(c))
            .collect(Collectors.joining());
    Collections.addAll(
        command, "sh", "-c", "set -- \"$(printf '" + octal + "')\"; exec 2>&1; " + script);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.onExit().join().exitValue() == 0 ? said : "FAILED " + said;
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONE=1", "LC_ALL=C", "LANG=xx_XX.UTF-8"})
  void aRepositoryWithANonAsciiPathIsJudgedUnderAnyLocale(String locale) throws IOException {
    HookedServer server = server();
    List<String> environment =
        List.of(
            locale,
            "TIDEGATE_HOOKD=off",
            "TIDEGATE_HOOK_BUDGET=60",
            "TIDEGATE_STATE=" + server.state());
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(sh("cd clone && git push \"../$1\" main", environment)).doesNotStartWith("FAILED");
    server.commit("deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n", "Deploy by hand");
    assertThat(sh("cd clone && git push \"../$1\" main", environment))
        .startsWith("FAILED")
        .contains("workflow/manual-kubectl");
  }

  @Test
  void aPushIsJudgedWhereProcIsNotMounted() throws IOException {
    assumeTrue(
        !sh("bwrap --dev-bind / / --tmpfs /proc true", List.of()).startsWith("FAILED"),
        "bubblewrap cannot hide /proc here");
    HookedServer server = server();
    List<String> environment =
        List.of(
            "TIDEGATE_HOOKD=off", "TIDEGATE_HOOK_BUDGET=60", "TIDEGATE_STATE=" + server.state());
    String push = "cd clone && bwrap --dev-bind / / --tmpfs /proc git push \"../$1\" main";
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(sh(push, environment)).doesNotStartWith("FAILED");
    server.commit("deploy.sh", "#!/bin/sh\nkubectl apply -f x.yaml\n", "Deploy by hand");
    assertThat(sh(push, environment)).startsWith("FAILED").contains("workflow/manual-kubectl");
  }

  @Test
  void aHookRunsTheNewestOfWhatWasBuilt() throws IOException {
    Path home = Files.createDirectories(folder.resolve("checkout"));
    Files.copy(Path.of("tidegate"), home.resolve("tidegate"), StandardCopyOption.COPY_ATTRIBUTES);
    Path jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    HookedServer.script(jdk.resolve("bin/java"), "echo \"$@\"");
    List<String> builds = List.of("target", ".tidegate/build");
    for (String newest : builds) {
      for (String build : builds) {
        Path jar = Files.createDirectories(home.resolve(build)).resolve("tidegate-0.1.0-all.jar");
        Files.writeString(jar, "");
        Files.setLastModifiedTime(
            jar, FileTime.from(Instant.ofEpochSecond(build.equals(newest) ? 2_000 : 1_000)));
      }
      assertThat(sh("checkout/tidegate hook update a b c", List.of("TIDEGATE_JAVA_HOME=" + jdk)))
          .contains("-jar " + home.toRealPath() + "/" + newest + "/tidegate-0.1.0-all.jar hook");
    }
  }
}
