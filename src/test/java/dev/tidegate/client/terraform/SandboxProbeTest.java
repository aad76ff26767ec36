package dev.tidegate.client.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine without user namespaces is told apart by what forbids them. */
final class SandboxProbeTest {
  private static final String DENIED =
      "bwrap: No permissions to create new namespace, likely because the kernel does not allow"
          + " non-privileged user namespaces.";

  @TempDir Path kernel;

  private void sysctl(String name, String value) throws IOException {
    Path file = kernel.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, value + "\n");
  }

  @Test
  void whatWorksIsNoTrouble() {
    assertThat(SandboxProbe.trouble(List.of("/bin/true"))).isEmpty();
  }

  @Test
  void whatFailsIsTroubleInItsOwnWords() {
    assertThat(SandboxProbe.trouble(List.of("/bin/sh", "-c", "echo no way >&2; exit 1")).orElse(""))
        .contains("(no way)");
    assertThat(SandboxProbe.trouble(List.of("/bin/sh", "-c", "exit 1")).orElse(""))
        .contains("without a word");
    assertThat(SandboxProbe.trouble(List.of("/no/such/program")).orElse(""))
        .contains("cannot be tried");
  }

  @Test
  void theKernelsSwitchesAreNamedWithTheCommandThatMendsThem() throws IOException {
    sysctl("user/max_user_namespaces", "0");
    assertThat(SandboxRemedy.of(DENIED, kernel))
        .contains("(" + DENIED + ")", "sysctl -w user.max_user_namespaces=15000");
    sysctl("user/max_user_namespaces", "90000");
    sysctl("kernel/unprivileged_userns_clone", "0");
    assertThat(SandboxRemedy.of(DENIED, kernel))
        .contains("sysctl -w kernel.unprivileged_userns_clone=1");
    sysctl("kernel/unprivileged_userns_clone", "1");
    sysctl("kernel/apparmor_restrict_unprivileged_userns", "1");
    assertThat(SandboxRemedy.of("bwrap: setting up uid map: Permission denied", kernel))
        .contains("AppArmor", "kernel.apparmor_restrict_unprivileged_userns=0");
  }

  @Test
  void aContainerIsTheLastGuess() {
    assertThat(SandboxRemedy.of("bwrap: Can't mount proc on /newroot/proc", kernel))
        .contains("procMount: Unmasked");
    assertThat(SandboxRemedy.of(DENIED, kernel)).contains("seccomp");
  }
}
