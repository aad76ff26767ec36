package dev.tidegate.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Machine-readable contracts of other people's systems, which are not part of this project: system
 * property {@code tidegate.contracts}, else {@code ../shared/contracts}.
 */
public final class Contracts {
  private Contracts() {}

  /** The file or folder, where the contracts are present. */
  public static Optional<Path> find(String relative) {
    Path base = Path.of(System.getProperty("tidegate.contracts", "../shared/contracts"));
    Path path = base.resolve(relative);
    return Files.exists(path) ? Optional.of(path) : Optional.empty();
  }

  /** As {@link #find}; skips the test with a message where they are absent. */
  public static Path require(String relative) {
    Optional<Path> found = find(relative);
    Assumptions.assumeTrue(
        found.isPresent(), () -> "the contract " + relative + " is not present: not checked");
    return found.orElseThrow();
  }
}
