package dev.tidegate.sim;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Something going wrong with the next requests of a kind, for tests. */
public final class SimFault {
  static final SimFault NONE = new SimFault("-", "-", 0, false, SimServer.Reply.PASS);

  private final String method;
  private final String pathPart;
  private final AtomicInteger times;
  private final boolean beforeEffect;
  private final SimServer.Reply reply;

  private SimFault(
      String method, String pathPart, int times, boolean beforeEffect, SimServer.Reply reply) {
    this.method = method;
    this.pathPart = pathPart;
    this.times = new AtomicInteger(times);
    this.beforeEffect = beforeEffect;
    this.reply = reply;
  }

  /** The effect happens and the reply is lost: the connection ends without a byte. */
  public static SimFault lostReply(String method, String pathPart, int times) {
    return new SimFault(
        method, pathPart, times, false, new SimServer.Reply(0, Map.of(), new byte[0]));
  }

  /** Refused before any effect, with an HTML page as proxies send them. */
  public static SimFault htmlError(String method, String pathPart, int status, int times) {
    byte[] page = "<html><body>Bad gateway</body></html>".getBytes(StandardCharsets.UTF_8);
    return new SimFault(
        method,
        pathPart,
        times,
        true,
        new SimServer.Reply(status, Map.of("Content-Type", "text/html"), page));
  }

  /** Refused before any effect, in GitHub's words. */
  public static SimFault refusal(
      String method, String pathPart, int status, String message, int times) {
    byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
    return new SimFault(
        method,
        pathPart,
        times,
        true,
        new SimServer.Reply(status, Map.of("Content-Type", "application/json"), body));
  }

  /** A secondary rate limit, with or without a word of when to come back (seconds; 0: without). */
  public static SimFault rateLimit(String method, String pathPart, int retryAfter, int times) {
    byte[] body =
        "{\"message\":\"You have exceeded a secondary rate limit\"}"
            .getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers =
        retryAfter > 0
            ? Map.of(
                "Content-Type", "application/json", "retry-after", Integer.toString(retryAfter))
            : Map.of("Content-Type", "application/json");
    return new SimFault(method, pathPart, times, true, new SimServer.Reply(403, headers, body));
  }

  boolean takes(String requestMethod, String path) {
    return requestMethod.equals(method)
        && path.contains(pathPart)
        && times.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  boolean beforeEffect() {
    return beforeEffect;
  }

  SimServer.Reply reply() {
    return reply;
  }
}
