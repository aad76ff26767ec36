package dev.tidegate;

import dev.tidegate.change.Changes;
import dev.tidegate.gate.PullRequests;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.report.Forge;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.TerraformPlans;
import java.util.List;
import java.util.Optional;

/**
 * The outside systems as ports: {@code Main} fills them with real clients, tests with fakes.
 *
 * @param closing what to close at the end, in this order
 */
public record Clients(
    Changes changes,
    Forge forge,
    PullRequests pullRequests,
    Optional<RecordedDeliveries> recorded,
    Optional<Applications> applications,
    Optional<TerraformPlans> terraform,
    List<AutoCloseable> closing) {
  public Clients {
    closing = List.copyOf(closing);
  }
}
