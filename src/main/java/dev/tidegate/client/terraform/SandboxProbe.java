package dev.tidegate.client.terraform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine lets an unprivileged account make the namespaces of a sandbox: tried, since
 * a kernel switch, AppArmor, a container's seccomp filter or masked parts of /proc may forbid it.
 */
final class SandboxProbe {
  private static final int SECONDS = 10;

  private SandboxProbe() {}

  /** Why the command fails and what would mend it; empty where it works. */
  static Optional<String> trouble(List<String> command) {
    @Nullable Path output = null;
    try {
      output = Files.createTempFile("sandbox-probe", ".txt");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of("the sandbox did not start within " + SECONDS + " s");
      }
      String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0
          ? Optional.empty()
          : Optional.of(SandboxRemedy.of(said, Path.of("/proc/sys")));
    } catch (IOException e) {
      return Optional.of("the sandbox cannot be tried: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("stopped while the sandbox was tried");
    } finally {
      delete(output);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is one small file below the temporary folder.
    }
  }
}
