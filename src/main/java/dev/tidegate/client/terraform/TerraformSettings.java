package dev.tidegate.client.terraform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How plans are made.
 *
 * @param binary terraform or tofu, absolute
 * @param mirror folder of providers for {@code -plugin-dir}; none: built-in providers only
 * @param work private folder; every plan gets a folder of its own below it
 * @param within for each command
 * @param user who plans run as where this service runs as root: a name or number, not root; empty:
 *     nobody
 */
public record TerraformSettings(
    Path binary,
    Optional<Path> mirror,
    Path work,
    Duration within,
    Isolation isolation,
    Optional<String> user) {
  /** NONE runs what a pull request brings with this service's own rights: say it by name. */
  public enum Isolation {
    SANDBOX,
    NONE
  }
}
