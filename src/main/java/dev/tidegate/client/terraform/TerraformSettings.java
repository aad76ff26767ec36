package dev.tidegate.client.terraform;

import dev.tidegate.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How plans are made.
 *
 * @param binary terraform or tofu, absolute
 * @param mirror folder of providers for {@code -plugin-dir}; none: built-in providers only
 * @param work private folder; every plan gets a folder of its own below it
 * @param within for each command
 * @param user who plans run as where this service runs as root: a name or number, not root; empty:
 *     nobody
 * @param egress {@code host:port}s that plans may reach from the sandbox, lower case; none: no
 *     network
 * @param environment further variables of plans, such as credentials of a remote state: whoever can
 *     open a pull request can read them
 */
public record TerraformSettings(
    Path binary,
    Optional<Path> mirror,
    Path work,
    Duration within,
    Isolation isolation,
    Optional<String> user,
    Set<String> egress,
    Map<String, Secret> environment) {
  public TerraformSettings {
    egress = Set.copyOf(egress);
    environment = Map.copyOf(environment);
  }

  /** NONE runs what a pull request brings with this service's own rights: say it by name. */
  public enum Isolation {
    SANDBOX,
    NONE
  }
}
