package dev.tidegate;

import dev.tidegate.client.github.Budget;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.config.watch.Reload;
import dev.tidegate.report.Redactor;
import dev.tidegate.rollout.Rollout;
import dev.tidegate.secret.Secret;
import dev.tidegate.secret.SecretFiles;
import dev.tidegate.secret.SecretSource;
import dev.tidegate.store.Database;
import dev.tidegate.store.Target;
import dev.tidegate.trouble.RemoteException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** The service from its file until it is told to stop. */
final class Serving {
  /** Made before any thread is started: the first lines logged must not meet a half-made logger. */
  private static final Logger log = LoggerFactory.getLogger(Serving.class);

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final Clock clock;
  private final Budget.All budgets;

  Serving(Map<String, String> environment, PrintWriter out, Clock clock) {
    this.environment = environment;
    this.out = out;
    this.clock = clock;
    this.budgets = new Budget.All(clock);
  }

  /** Where a configuration keeps its state. */
  static Target target(ServerConfig config, SecretSource secrets) {
    ServerConfig.State state = config.state();
    return state
        .database()
        .<Target>map(url ->
            new Target.Postgresql(
                url,
                state.user().orElse(""),
                state.password().map(p -> secrets.resolve(p).reveal()).orElse("")))
        .orElseGet(() -> new Target.Sqlite(state.directory()));
  }

  /** Serves until the process is told to stop. */
  void serve(Path file) {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  awaitAtMost(closed, Duration.ofMinutes(1));
                },
                "stop"));
    try {
      during(
          file,
          gate -> {
            await(stop);
            return true;
          });
    } finally {
      closed.countDown();
    }
  }

  /** Serves while something else is done, whose answer it gives. */
  <T> T during(Path file, Function<Tidegate, T> work) {
    SecretFiles secrets = new SecretFiles(environment);
    ConfigReader plain = Program.reader();
    ConfigReader reader = plain.tryingSecrets(secrets);
    ServerConfig first = reader.server(file);
    // The slowest part of a start, beside the clients and the HTTP server.
    CompletableFuture<Database> opening =
        CompletableFuture.supplyAsync(() -> {
          Database database = Database.open(target(first, secrets));
          try {
            Tidegate.migrate(database, clock);
          } catch (RuntimeException e) {
            database.close();
            throw e;
          }
          return database;
        });
    Redactor redactor = new Redactor();
    Clients clients = clients(first, secrets, redactor, opening);
    ConfiguredBenches benches = new ConfiguredBenches(() -> first, clients.changes(), plain);
    try (Tidegate gate =
            Tidegate.open(
                first,
                opening,
                webhookSecrets(first, secrets, redactor),
                benches,
                clients,
                timing(first),
                clock);
        Reload reload =
            Reload.watching(
                file,
                reader,
                first,
                next -> apply(gate, next, secrets, redactor, plain),
                reloads(gate.metrics()))) {
      Signal.handle(new Signal("HUP"), s -> reload.now());
      out.println(
          "Tidegate "
              + Program.VERSION
              + " listens on "
              + first.server().listen().getHostString()
              + ":"
              + gate.port()
              + " (deliveries) and port "
              + gate.adminPort()
              + " (health and metrics), "
              + first.repositories().size()
              + " repositories");
      out.flush();
      return work.apply(gate);
    } catch (IOException e) {
      throw RemoteException.lasting("config", file + " cannot be watched: " + e.getMessage(), e);
    }
  }

  /** All or nothing: whatever can fail comes before the first change. */
  private void apply(
      Tidegate gate,
      ServerConfig next,
      SecretSource secrets,
      Redactor redactor,
      ConfigReader plain) {
    List<Secret> words = webhookSecrets(next, secrets, redactor);
    Clients clients = RealClients.of(next, secrets, redactor, budgets, clock);
    gate.use(
        words,
        new ConfiguredBenches(() -> next, clients.changes(), plain),
        clients,
        timing(next).rollout());
  }

  private static Consumer<Boolean> reloads(MeterRegistry registry) {
    Counter applied = registry.counter("tidegate.config.reloads", "result", "applied");
    Counter refused = registry.counter("tidegate.config.reloads", "result", "refused");
    AtomicInteger stale = new AtomicInteger();
    registry.gauge("tidegate.config.stale", stale);
    return done -> {
      (done ? applied : refused).increment();
      stale.set(done ? 0 : 1);
    };
  }

  private Clients clients(
      ServerConfig config,
      SecretSource secrets,
      Redactor redactor,
      CompletableFuture<Database> database) {
    try {
      return RealClients.of(config, secrets, redactor, budgets, clock);
    } catch (RuntimeException e) {
      var _ = database.thenAccept(Database::close);
      throw e;
    }
  }

  private static List<Secret> webhookSecrets(
      ServerConfig config, SecretSource secrets, Redactor redactor) {
    return config.github().webhookSecrets().stream()
        .map(ref -> RealClients.known(ref, secrets, redactor))
        .toList();
  }

  private static Tidegate.Timing timing(ServerConfig config) {
    Tidegate.Timing plain = Tidegate.Timing.standard();
    Tidegate.Timing standard =
        new Tidegate.Timing(
            plain.inbox().keeping(config.state().keep()),
            plain.rollout(),
            plain.sweep(),
            plain.poll());
    return config
        .argocd()
        .map(a -> {
          Rollout.Settings r = standard.rollout();
          return new Tidegate.Timing(
              standard.inbox(),
              new Rollout.Settings(
                  r.askAgain(),
                  r.answerWithin(),
                  a.refreshWithin(),
                  r.poll(),
                  r.settle(),
                  r.idle(),
                  a.settleWithin(),
                  r.parallel()),
              standard.sweep(),
              standard.poll());
        })
        .orElse(standard);
  }

  private static void awaitAtMost(CountDownLatch latch, Duration most) {
    try {
      if (!latch.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("not everything stopped within {} s; the state is safe", most.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
