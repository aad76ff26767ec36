package dev.tidegate.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small HTTP server on loopback: routes by method and path, answers JSON, keeps a ledger. */
final class SimServer implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Route> routes = new CopyOnWriteArrayList<>();
  private final List<SimFault> faults = new CopyOnWriteArrayList<>();
  private final List<Call> ledger = new CopyOnWriteArrayList<>();

  SimServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port to listen on", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Every request that reached a route, in order of arrival. */
  List<Call> ledger() {
    return List.copyOf(ledger);
  }

  void fault(SimFault fault) {
    faults.add(fault);
  }

  void route(String method, String pattern, Function<Request, Reply> answer) {
    String regex = pattern.replaceAll("\\{\\w+\\}", "([^/]+)");
    routes.add(new Route(method, Pattern.compile(regex), answer));
  }

  void raw(Predicate<HttpExchange> when, RawHandler handler) {
    routes.addFirst(
        new Route(
            "*",
            Pattern.compile(".*"),
            r -> {
              if (!when.test(r.exchange())) {
                return Reply.PASS;
              }
              try {
                handler.handle(r.exchange());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return Reply.DONE;
            }));
  }

  private void serve(HttpExchange exchange) {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Reply reply = Reply.PASS;
      byte[] body = null;
      for (Route route : routes) {
        Matcher m = route.path().matcher(path);
        if (!m.matches()
            || (!route.method().equals("*")
                && !route.method().equals(exchange.getRequestMethod()))) {
          continue;
        }
        if (!route.method().equals("*") && body == null) {
          body = exchange.getRequestBody().readAllBytes();
        }
        reply = answer(route, exchange, m, body == null ? new byte[0] : body);
        if (reply.status() != Reply.PASS.status()) {
          break;
        }
      }
      if (reply.status() == Reply.PASS.status()) {
        reply = Reply.json(404, Map.of("message", "Not Found", "documentation_url", "sim"));
      }
      if (reply.status() != Reply.DONE.status()) {
        send(exchange, reply);
      }
    } catch (IOException e) {
      // The client went away: its loss, and often a test's purpose.
      exchange.close();
    }
  }

  private Reply answer(Route route, HttpExchange exchange, Matcher m, byte[] body) {
    String[] parts = new String[m.groupCount()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = m.group(i + 1);
    }
    Request request = new Request(exchange, List.of(parts), query(exchange.getRequestURI()), body);
    if (route.method().equals("*")) {
      return route.answer().apply(request);
    }
    SimFault fault = SimFault.NONE;
    for (SimFault f : faults) {
      if (f.takes(route.method(), exchange.getRequestURI().getPath())) {
        fault = f;
        break;
      }
    }
    if (fault.beforeEffect()) {
      return fault.reply();
    }
    ledger.add(
        new Call(
            route.method(),
            exchange.getRequestURI().toString(),
            new String(body, StandardCharsets.UTF_8)));
    Reply reply = route.answer().apply(request);
    return fault == SimFault.NONE ? reply : fault.reply();
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.status() == 0) {
      // A lost reply: the connection ends without a byte.
      exchange.close();
      return;
    }
    reply.headers().forEach((k, v) -> exchange.getResponseHeaders().set(k, v));
    byte[] bytes = reply.body();
    exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> found = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&")) {
        int eq = pair.indexOf('=');
        String key = eq < 0 ? pair : pair.substring(0, eq);
        String value = eq < 0 ? "" : pair.substring(eq + 1);
        found.put(
            java.net.URLDecoder.decode(key, StandardCharsets.UTF_8),
            java.net.URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** Writes the exchange's answer itself. */
  interface RawHandler {
    void handle(HttpExchange exchange) throws IOException;
  }

  /** One request that reached a route. */
  record Call(String method, String path, String body) {}

  private record Route(String method, Pattern path, Function<Request, Reply> answer) {}

  /** What a route sees. */
  record Request(
      HttpExchange exchange, List<String> parts, Map<String, String> query, byte[] body) {
    JsonNode json() {
      return tree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
    }

    String header(String name) {
      String value = exchange.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }
  }

  /** What a route answers. */
  record Reply(int status, Map<String, String> headers, byte[] body) {
    static final Reply PASS = new Reply(-1, Map.of(), new byte[0]);
    static final Reply DONE = new Reply(-2, Map.of(), new byte[0]);

    static Reply json(int status, Object body) {
      try {
        return new Reply(
            status,
            Map.of("Content-Type", "application/json; charset=utf-8"),
            JSON.writeValueAsBytes(body));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    static Reply none(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }
  }
}
