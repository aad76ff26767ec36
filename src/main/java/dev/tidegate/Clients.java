package dev.tidegate;

import dev.tidegate.change.Changes;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.report.Forge;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.TerraformPlans;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outside systems as ports: {@code Main} fills them with real clients, tests with fakes.
 *
 * @param requestsLeft of the forge's rate limit, where it is known
 * @param closing what to close at the end, in this order
 */
public record Clients(
    Changes changes,
    Forge forge,
    PullRequests pullRequests,
    Optional<RecordedDeliveries> recorded,
    Optional<Applications> applications,
    Optional<TerraformPlans> terraform,
    Supplier<OptionalInt> requestsLeft,
    List<AutoCloseable> closing)
    implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Clients.class);

  public Clients {
    closing = List.copyOf(closing);
  }

  @Override
  public void close() {
    for (AutoCloseable part : closing) {
      try {
        part.close();
      } catch (Exception e) {
        log.warn("a client did not close cleanly: {}", e.toString());
      }
    }
  }
}
