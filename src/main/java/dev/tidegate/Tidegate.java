package dev.tidegate;

import dev.tidegate.config.ServerConfig;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.StoredLandings;
import dev.tidegate.gate.story.Catch;
import dev.tidegate.gate.story.OnPullRequest;
import dev.tidegate.gate.story.OnPush;
import dev.tidegate.gate.story.OnRequest;
import dev.tidegate.gate.story.Plans;
import dev.tidegate.gate.story.RollOut;
import dev.tidegate.gate.story.Stories;
import dev.tidegate.inbox.Inbox;
import dev.tidegate.inbox.InboxSettings;
import dev.tidegate.ingress.webhook.Door;
import dev.tidegate.ingress.webhook.GitHubEvents;
import dev.tidegate.journal.Journal;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.Rollout;
import dev.tidegate.secret.Secret;
import dev.tidegate.store.Database;
import dev.tidegate.trouble.RemoteException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gate: built bottom-up, closed in reverse. */
public final class Tidegate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tidegate.class);

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Inbox inbox;
  private final Door door;

  private Tidegate(
      ServerConfig config,
      Database database,
      List<Secret> webhookSecrets,
      Benches benches,
      Clients clients,
      Timing timing,
      Clock clock) {
    try {
      closing.push(clients);
      closing.push(database);
      Journal journal = new Journal(database, clock);
      inbox = opened(new Inbox(database, journal, timing.inbox(), clock));
      Landings landings = new StoredLandings(database);
      closing.push(stopped::countDown);
      Stories stories = stories(benches, clients, landings, timing, clock);
      Catch missed =
          new Catch(
              benches,
              clients.changes(),
              clients.recorded(),
              landings,
              inbox,
              since -> inbox.deliveries().guidsSince(since),
              clock);
      inbox.every(timing.sweep(), "sweep", missed::sweep);
      inbox.every(timing.poll(), "heads", missed::heads);
      PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      registry.gauge("tidegate_inbox_waiting", inbox, Inbox::queued);
      door =
          opened(
              Door.open(
                  config.server().listen(),
                  config.server().adminListen(),
                  config.server().limits(),
                  webhookSecrets,
                  inbox,
                  () -> notReady(database),
                  registry,
                  clock));
      // What comes in is kept from now on; nothing is begun before both addresses are had.
      inbox.start(stories);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything. Where that fails, everything is closed again, database and clients included,
   * and what failed is thrown.
   *
   * @param database is closed with the gate
   * @param webhookSecrets at least one
   */
  public static Tidegate open(
      ServerConfig config,
      Database database,
      List<Secret> webhookSecrets,
      Benches benches,
      Clients clients,
      Timing timing,
      Clock clock) {
    return new Tidegate(config, database, webhookSecrets, benches, clients, timing, clock);
  }

  private Stories stories(
      Benches benches, Clients clients, Landings landings, Timing timing, Clock clock) {
    Optional<Applications> applications = clients.applications();
    Optional<Rollout> rollout =
        applications.map(a ->
            new Rollout(
                a,
                clients.changes()::isAncestor,
                clock,
                Rollout.Pacer.until(stopped),
                timing.rollout()));
    RollOut rollOut = new RollOut(clients.forge(), applications, rollout);
    OnPush onPush =
        new OnPush(
            clients.changes(), benches, clients.pullRequests(), clients.forge(), landings, rollOut);
    OnPullRequest onPullRequest =
        new OnPullRequest(
            clients.changes(),
            benches,
            clients.pullRequests(),
            clients.forge(),
            new Plans(clients.forge(), clients.terraform()));
    OnRequest onRequest =
        new OnRequest(clients.changes(), clients.pullRequests(), landings, inbox, clock);
    return new Stories(
        d -> GitHubEvents.decode(d.event(), d.body()), benches, onPush, onPullRequest, onRequest);
  }

  /** Why deliveries cannot be taken in now; empty: they can. */
  private static Optional<String> notReady(Database database) {
    try {
      database.read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (RemoteException e) {
      return Optional.of("the database does not answer: " + e.getMessage());
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    closing.push(part);
    return part;
  }

  /** Where deliveries come in. */
  public int port() {
    return door.port();
  }

  public int adminPort() {
    return door.adminPort();
  }

  Door door() {
    return door;
  }

  /** The deliveries and what became of them. */
  public dev.tidegate.inbox.Deliveries deliveries() {
    return inbox.deliveries();
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().close();
      } catch (Exception e) {
        log.warn("a part did not close cleanly: {}", e.toString());
      }
    }
  }

  /** How often and how long; the demo and tests are quicker. */
  public record Timing(
      InboxSettings inbox, Rollout.Settings rollout, Duration sweep, Duration poll) {
    public static Timing standard() {
      return new Timing(
          InboxSettings.standard(),
          Rollout.Settings.standard(),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2));
    }
  }
}
