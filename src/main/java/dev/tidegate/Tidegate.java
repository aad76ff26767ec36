package dev.tidegate;

import dev.tidegate.config.ServerConfig;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Heads;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.StoredLandings;
import dev.tidegate.gate.story.Catch;
import dev.tidegate.gate.story.HeadCheck;
import dev.tidegate.gate.story.OnPullRequest;
import dev.tidegate.gate.story.OnPush;
import dev.tidegate.gate.story.OnRequest;
import dev.tidegate.gate.story.Plans;
import dev.tidegate.gate.story.RollOut;
import dev.tidegate.gate.story.Stories;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Handler;
import dev.tidegate.inbox.Inbox;
import dev.tidegate.inbox.InboxSettings;
import dev.tidegate.inbox.Intake;
import dev.tidegate.inbox.Lane;
import dev.tidegate.ingress.webhook.Door;
import dev.tidegate.ingress.webhook.GitHubEvents;
import dev.tidegate.journal.Journal;
import dev.tidegate.journal.Run;
import dev.tidegate.meter.Meters;
import dev.tidegate.report.Forge;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.Rollout;
import dev.tidegate.secret.Secret;
import dev.tidegate.store.Database;
import dev.tidegate.trouble.RemoteException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gate: built bottom-up, closed in reverse. */
public final class Tidegate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tidegate.class);

  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final AtomicReference<Generation> generation;
  private final Clock clock;
  private final Inbox inbox;
  private final Landings landings;
  private final Heads heads;
  private final Door door;

  private Tidegate(
      ServerConfig config,
      CompletableFuture<Database> opening,
      List<Secret> webhookSecrets,
      Benches benches,
      Clients clients,
      Timing timing,
      Clock clock) {
    this.clock = clock;
    generation = new AtomicReference<>(new Generation(clients));
    closing.push(() -> generation.get().leave());
    Arriving arriving = new Arriving();
    try {
      // While the database opens; until then whoever delivers is asked to come again.
      door =
          Door.open(
              config.server().listen(),
              config.server().adminListen(),
              config.server().limits(),
              webhookSecrets,
              arriving,
              arriving::notReady,
              registry,
              clock);
    } catch (RuntimeException | Error e) {
      var _ = opening.thenAccept(Database::close).exceptionally(nothing -> null).join();
      close();
      throw e;
    }
    try {
      Database database = opened(joined(opening));
      Journal journal = new Journal(database, clock);
      inbox = opened(new Inbox(database, journal, timing.inbox(), clock));
      landings = new StoredLandings(database);
      heads = new Heads(database, clock);
      inbox.every(
          Duration.ofHours(1), "prune heads", () -> heads.prune(timing.inbox().keepSettled()));
      closing.push(stopped::countDown);
      generation.get().wire(benches, timing.rollout());
      inbox.every(timing.sweep(), "sweep", () -> current(g -> g.missed().sweep()));
      inbox.every(timing.poll(), "heads", () -> current(g -> g.missed().heads()));
      registry.gauge("tidegate_inbox_waiting", inbox, Inbox::queued);
      arriving.into(inbox, database);
      // What comes in is kept from now on; nothing is begun before both addresses are had.
      meters.show(inbox.deliveries(), () -> generation.get().clients.requestsLeft().get());
      inbox.start(meters.counting(new Current()));
      closing.push(door);
    } catch (RuntimeException | Error e) {
      door.close();
      close();
      throw e;
    }
  }

  private static Database joined(CompletableFuture<Database> opening) {
    try {
      return opening.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException trouble ? trouble : e;
    }
  }

  /** Brings every room's tables up to date, so that a start finds them so. */
  static void migrate(Database database, Clock clock) {
    Journal journal = new Journal(database, clock);
    new dev.tidegate.inbox.Deliveries(database, journal, clock);
    new StoredLandings(database);
  }

  /**
   * Starts everything. Where that fails, everything is closed again, database and clients included,
   * and what failed is thrown.
   *
   * @param database opens meanwhile; is closed with the gate
   * @param webhookSecrets at least one
   */
  public static Tidegate open(
      ServerConfig config,
      CompletableFuture<Database> database,
      List<Secret> webhookSecrets,
      Benches benches,
      Clients clients,
      Timing timing,
      Clock clock) {
    return new Tidegate(config, database, webhookSecrets, benches, clients, timing, clock);
  }

  /**
   * Other clients, policies and webhook secrets from now on. A story that is being told goes on
   * with the old ones to its end; then they are closed.
   */
  void use(
      List<Secret> webhookSecrets, Benches benches, Clients clients, Rollout.Settings rollout) {
    Generation next = new Generation(clients);
    next.wire(benches, rollout);
    door.secrets(webhookSecrets);
    generation.getAndSet(next).leave();
  }

  /** Work with the present clients, which stay open meanwhile. */
  private void current(Consumer<Generation> work) {
    Generation now = generation.get();
    while (!now.enter()) {
      now = generation.get();
    }
    try {
      work.accept(now);
    } finally {
      now.leave();
    }
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

  /** What is shown at {@code /metrics}. */
  MeterRegistry metrics() {
    return registry;
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

  /** Takes nothing until there is somewhere to keep it. */
  private static final class Arriving implements Intake {
    private volatile @Nullable Intake inbox;
    private volatile @Nullable Database database;

    void into(Intake kept, Database where) {
      database = where;
      inbox = kept;
    }

    Optional<String> notReady() {
      Database there = database;
      return there == null ? Optional.of("it still starts") : Tidegate.notReady(there);
    }

    @Override
    public CompletableFuture<Receipt> accept(Delivery delivery) {
      Intake there = inbox;
      return there == null
          ? CompletableFuture.failedFuture(new Intake.Full())
          : there.accept(delivery);
    }
  }

  /** Hands each delivery to the stories of the moment. */
  private final class Current implements Handler {
    @Override
    public Optional<Lane> lane(Delivery delivery) {
      AtomicReference<Optional<Lane>> lane = new AtomicReference<>(Optional.empty());
      current(g -> lane.set(g.stories().lane(delivery)));
      return lane.get();
    }

    @Override
    public void handle(Delivery delivery, Run run) {
      current(g -> g.stories().handle(delivery, run));
    }
  }

  /** What a configuration gave: stories with their clients, closed when nobody uses them. */
  private final class Generation {
    private final Clients clients;
    private final AtomicInteger users = new AtomicInteger(1);
    private @Nullable Stories stories;
    private @Nullable Catch missed;

    Generation(Clients clients) {
      this.clients = clients;
    }

    Stories stories() {
      return Objects.requireNonNull(stories);
    }

    Catch missed() {
      return Objects.requireNonNull(missed);
    }

    boolean enter() {
      return users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void leave() {
      if (users.decrementAndGet() == 0) {
        clients.close();
      }
    }

    void wire(Benches benches, Rollout.Settings settings) {
      stories = stories(benches, settings);
      missed =
          new Catch(
              benches,
              clients.changes(),
              clients.recorded(),
              landings,
              inbox,
              since -> inbox.deliveries().guidsSince(since),
              clock);
    }

    private Stories stories(Benches benches, Rollout.Settings settings) {
      Forge forge = meters.counting(clients.forge());
      Optional<Applications> applications = clients.applications();
      Optional<Rollout> rollout =
          applications.map(a ->
              new Rollout(
                  a, clients.changes()::isAncestor, clock, Rollout.Pacer.until(stopped), settings));
      HeadCheck check = new HeadCheck(forge, heads, clients.pullRequests());
      RollOut rollOut = new RollOut(forge, applications, rollout);
      OnPush onPush =
          new OnPush(
              clients.changes(), benches, clients.pullRequests(), forge, check, landings, rollOut);
      OnPullRequest onPullRequest =
          new OnPullRequest(
              clients.changes(),
              benches,
              clients.pullRequests(),
              forge,
              check,
              new Plans(check, clients.terraform()));
      OnRequest onRequest =
          new OnRequest(clients.changes(), clients.pullRequests(), landings, inbox, clock);
      return new Stories(
          d -> GitHubEvents.decode(d.event(), d.body()), benches, onPush, onPullRequest, onRequest);
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
