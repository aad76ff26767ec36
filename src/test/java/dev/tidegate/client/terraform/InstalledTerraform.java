package dev.tidegate.client.terraform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** What the tests with the real binary need. */
final class InstalledTerraform {
  private InstalledTerraform() {}

  /**
   * The binary; skips the test where none is installed.
   *
   * @param work made passable, since a plan may run as nobody
   */
  static Path find(Path work) throws IOException {
    Optional<Path> binary =
        Stream.of("/usr/local/bin/terraform", "/usr/bin/terraform")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(binary.isPresent(), "terraform is not installed");
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    return binary.orElseThrow();
  }
}
