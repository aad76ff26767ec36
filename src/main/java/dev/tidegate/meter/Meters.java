package dev.tidegate.meter;

import dev.tidegate.change.RepoId;
import dev.tidegate.inbox.Deliveries;
import dev.tidegate.inbox.Deliveries.State;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Handler;
import dev.tidegate.inbox.Lane;
import dev.tidegate.journal.Run;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.Forge;
import dev.tidegate.trouble.RemoteException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Counts what the stories and the inbox do. Thread-safe. */
public final class Meters {
  private static final int REMEMBERED = 1000;
  private final MeterRegistry registry;

  /** A report may be written again; its rollout counts once. */
  private final Set<String> rollouts =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  public Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Shows where deliveries and lanes stand; asked of the database whenever somebody looks.
   *
   * @param requestsLeft of the forge's rate limit
   */
  public void show(Deliveries deliveries, Supplier<OptionalInt> requestsLeft) {
    for (State state : State.values()) {
      if (!state.settled() || state == State.DEAD) {
        gauge("tidegate.deliveries", "state", state.word(), deliveries, d -> d.count(state));
      }
    }
    gauge("tidegate.lanes", "state", "active", deliveries, d -> d.lanes(State.RUNNING));
    gauge(
        "tidegate.lanes",
        "state",
        "waiting",
        deliveries,
        d -> d.lanes(State.WAITING, State.RETRYING));
    Gauge.builder(
            "tidegate.github.requests.left",
            requestsLeft,
            left -> left.get().isPresent() ? left.get().getAsInt() : Double.NaN)
        .strongReference(true)
        .register(registry);
  }

  private void gauge(
      String name, String label, String value, Deliveries of, Function<Deliveries, Long> number) {
    Gauge.builder(name, of, d -> looked(() -> number.apply(d)))
        .tag(label, value)
        .strongReference(true)
        .register(registry);
  }

  /** A database that is away shows as no number, not as an error of the whole page. */
  private static double looked(Supplier<Long> number) {
    try {
      return number.get();
    } catch (RemoteException e) {
      return Double.NaN;
    }
  }

  /** Counts how each telling of a delivery's story ends. */
  public Handler counting(Handler handler) {
    return new Handler() {
      @Override
      public Optional<Lane> lane(Delivery delivery) {
        return handler.lane(delivery);
      }

      @Override
      public void handle(Delivery delivery, Run run) {
        String outcome = "failed";
        try {
          handler.handle(delivery, run);
          outcome = "done";
        } catch (Run.Superseded e) {
          outcome = "superseded";
          throw e;
        } catch (Run.Later e) {
          outcome = "put_off";
          throw e;
        } finally {
          registry.counter("tidegate.deliveries.handled", "outcome", outcome).increment();
        }
      }
    };
  }

  /** Counts what is written. */
  public Forge counting(Forge forge) {
    return new Forge() {
      @Override
      public void publish(CheckReport report) {
        forge.publish(report);
        String state = report.state().name().toLowerCase(Locale.ROOT);
        registry.counter("tidegate.checks", "check", report.name(), "state", state).increment();
        boolean ended =
            report.name().endsWith("/rollout") && report.state() != CheckReport.State.IN_PROGRESS;
        if (ended && rollouts.add(report.repo() + " " + report.externalId())) {
          registry.counter("tidegate.rollouts", "outcome", state).increment();
        }
      }

      @Override
      public Optional<String> comment(RepoId repo, int pullRequest, String marker) {
        return forge.comment(repo, pullRequest, marker);
      }

      @Override
      public void comment(RepoId repo, int pullRequest, String marker, String body) {
        forge.comment(repo, pullRequest, marker, body);
        registry.counter("tidegate.comments").increment();
      }
    };
  }
}
