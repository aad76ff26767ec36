package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which session the launcher leaves a program: a "java" of the test's says where it runs. */
final class LauncherSessionTest {
  @TempDir Path folder;

  private boolean leadsItsSession(String command) throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/stat"))
            && Files.isExecutable(Path.of("/usr/bin/setsid")),
        "needs /proc and setsid");
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.createFile(Files.createDirectories(home.resolve("lib")).resolve("tidegate.jar"));
    Path launcher = home.resolve("tidegate");
    Files.copy(Path.of("tidegate"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
    Path jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    Path java = jdk.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho \"$$ $(cut -d' ' -f6 </proc/$$/stat)\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));

    ProcessBuilder builder = new ProcessBuilder(launcher.toString(), command);
    builder.environment().put("TIDEGATE_JAVA_HOME", jdk.toString());
    builder.environment().put("TIDEGATE_AOT", "off");
    builder.redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true);
    Process process = builder.start();
    String said = said(process);
    assertThat(process.waitFor()).as(said).isZero();
    String[] numbers = said.strip().split(" ");
    assertThat(numbers[0]).as("the process keeps its number").isEqualTo("" + process.pid());
    return numbers[0].equals(numbers[1]);
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theResidentJudgeHasOneOfItsOwn() throws Exception {
    assertThat(leadsItsSession("hookd")).isTrue();
  }

  @Test
  void aServiceStaysWhereItWasStarted() throws Exception {
    assertThat(leadsItsSession("serve")).isFalse();
  }
}
