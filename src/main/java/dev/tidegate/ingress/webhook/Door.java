package dev.tidegate.ingress.webhook;

import dev.tidegate.inbox.Intake;
import dev.tidegate.ingress.webhook.limit.Budget;
import dev.tidegate.ingress.webhook.limit.Tarpit;
import dev.tidegate.secret.Secret;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The webhook door: {@code POST /webhooks/github} on one address, {@code /healthz}, {@code /readyz}
 * and {@code /metrics} on another. Verifies raw bytes before anything is parsed, and answers 202
 * only for what is on disk. Thread-safe.
 */
public final class Door implements AutoCloseable {
  private static final String ADMIN = "admin";
  private final Desk desk;
  private final Javalin javalin;

  /**
   * Begins to listen on both addresses, or on none. Throws RemoteException where one cannot be had.
   *
   * @param listen port 0 takes a free one, see {@link #port}
   * @param secrets at least one
   * @param notReady the reason why the server is not ready; empty where it is
   * @param registry shown at {@code /metrics}
   */
  public static Door open(
      InetSocketAddress listen,
      InetSocketAddress adminListen,
      DoorSettings settings,
      List<Secret> secrets,
      Intake intake,
      Supplier<Optional<String>> notReady,
      PrometheusMeterRegistry registry,
      Clock clock) {
    Budget budget = new Budget(settings.maxBytesWaiting());
    Tarpit tarpit = new Tarpit(System::nanoTime);
    DoorMetrics metrics = new DoorMetrics(registry, budget, tarpit);
    Desk desk = new Desk(settings, budget, secrets, intake, tarpit, metrics, clock);
    List<Listener> listeners = new ArrayList<>();
    Javalin javalin =
        Javalin.create(config -> {
          quiet(config);
          config.jetty.threadPool = new Threads(desk.thread());
          config.jetty.modifyHttpConfiguration(http -> configure(http, settings));
          config.jetty.modifyServer(server -> server.setHandler(new FrontDoor(desk, ADMIN)));
          config.jetty.addConnector(
              (server, http) -> bound(door(server, http, listen, settings), listeners));
          config.jetty.addConnector(
              (server, http) -> bound(admin(server, http, adminListen), listeners));
          admin(config, notReady, registry);
        });
    Door door = new Door(desk, javalin);
    try {
      javalin.start();
      return door;
    } catch (RuntimeException e) {
      door.close();
      listeners.forEach(Listener::release);
      throw e;
    }
  }

  private Door(Desk desk, Javalin javalin) {
    this.desk = desk;
    this.javalin = javalin;
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
  }

  private static void configure(HttpConfiguration http, DoorSettings settings) {
    http.setSendServerVersion(false);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setInputBufferSize(16 * 1024);
    http.setOutputBufferSize(4 * 1024);
    http.setIdleTimeout(settings.idleTimeout().toMillis());
  }

  private static Listener bound(Listener listener, List<Listener> listeners) {
    listeners.add(listener);
    listener.bind();
    return listener;
  }

  private static Listener door(
      Server server, HttpConfiguration http, InetSocketAddress listen, DoorSettings settings) {
    DoorConnections connections = new DoorConnections(http, settings.idleTimeout().toNanos());
    Listener connector = new Listener(server, connections, "server.listen", listen);
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    connector.setAcceptQueueSize(1024);
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
    return connector;
  }

  private static Listener admin(Server server, HttpConfiguration http, InetSocketAddress listen) {
    DoorConnections connections = new DoorConnections(http, 5_000_000_000L);
    Listener connector = new Listener(server, connections, "server.adminListen", listen);
    connector.setName(ADMIN);
    connector.setIdleTimeout(30_000);
    server.addBean(new NetworkConnectionLimit(64, connector));
    return connector;
  }

  private static void admin(
      JavalinConfig config, Supplier<Optional<String>> notReady, PrometheusMeterRegistry registry) {
    config.routes.get("/healthz", context -> context.result("alive\n"));
    config.routes.get(
        "/readyz",
        context -> {
          Optional<String> reason = notReady.get();
          context.status(reason.isPresent() ? 503 : 200).result(reason.orElse("ready") + "\n");
        });
    config.routes.get(
        "/metrics",
        context ->
            context
                .contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(registry.scrape()));
  }

  /** Other secrets from now on, such as after a rotation. */
  public void secrets(List<Secret> secrets) {
    desk.secrets(secrets);
  }

  /** Of deliveries. */
  public int port() {
    return port(0);
  }

  /** Of health and metrics. */
  public int adminPort() {
    return port(1);
  }

  private int port(int connector) {
    return ((ServerConnector) javalin.jettyServer().server().getConnectors()[connector])
        .getLocalPort();
  }

  /** Refuses new deliveries, answers those being stored, and stops listening. */
  @Override
  public void close() {
    desk.close();
    javalin.stop();
  }

  /**
   * Jetty's few threads. Where the answering thread finishes a request, it goes on with that
   * connection itself instead of waking another thread for it.
   */
  private static final class Threads extends QueuedThreadPool {
    private final Thread answers;

    Threads(Thread answers) {
      super(16, 4);
      this.answers = answers;
      setName("jetty");
    }

    @Override
    public void execute(Runnable job) {
      if (job instanceof HttpConnection && Thread.currentThread() == answers) {
        job.run();
      } else {
        super.execute(job);
      }
    }
  }
}
