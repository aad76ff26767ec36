package dev.tidegate.client.http;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The client of one outside system. Thread-safe; close it to give its threads and connections back.
 *
 * <p>A read is tried again at once, a few times, within one deadline; a write is sent once and its
 * failure told. A redirect is followed for reads within the same origin only, so a credential never
 * travels to another host. Every method throws {@link RemoteException} where no whole answer came.
 */
public final class Http implements AutoCloseable {
  private static final int REDIRECTS = 5;

  private final String system;
  private final String userAgent;
  private final HttpLimits limits;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable OkHttpClient client;

  /**
   * @param system its short name, such as {@code github}; begins every message
   * @param userAgent such as {@code tidegate/1.2}
   */
  public Http(String system, String userAgent, HttpLimits limits) {
    this.system = system;
    this.userAgent = userAgent;
    this.limits = limits;
  }

  /** Made with the first request: it reads the machine's certificates, which takes its time. */
  private OkHttpClient client() {
    OkHttpClient made = client;
    if (made != null) {
      return made;
    }
    making.lock();
    try {
      made = client;
      if (made == null) {
        made =
            new OkHttpClient.Builder()
                .connectTimeout(limits.connect())
                .readTimeout(limits.silence())
                .writeTimeout(limits.silence())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
        client = made;
      }
      return made;
    } finally {
      making.unlock();
    }
  }

  /** Sends and gives the answer whatever its status, so that the caller can tell them apart. */
  public HttpResponse send(HttpRequest request) {
    long end = System.nanoTime() + request.deadline().orElse(limits.deadline()).toNanos();
    HttpRequest now = request;
    for (int hop = 0; hop <= REDIRECTS; hop++) {
      HttpResponse response = attempts(now, end);
      if (!isRedirect(response)) {
        return response;
      }
      now = now.at(target(now, response));
    }
    throw RemoteException.lasting(system, request + " was redirected again and again", null);
  }

  /** As {@link #send}, but any status other than 2xx is told as trouble. */
  public HttpResponse ok(HttpRequest request) {
    HttpResponse response = send(request);
    if (!response.ok()) {
      throw HttpTrouble.refused(system, request, response);
    }
    return response;
  }

  /**
   * Hands the body of a 2xx answer to the reader while it arrives; tried once. The reader's bytes
   * are limited to {@code maxBody}; the request's deadline ends the call even in the middle.
   */
  public <T> T stream(HttpRequest request, long maxBody, BodyReader<T> reader) {
    long end = System.nanoTime() + request.deadline().orElse(limits.deadline()).toNanos();
    try (Response response = call(request, end).execute()) {
      if (!response.isSuccessful()) {
        throw HttpTrouble.refused(system, request, whole(request, response));
      }
      try (InputStream body = new CappedStream(response.body().byteStream(), maxBody)) {
        return reader.read(body);
      }
    } catch (IOException e) {
      throw HttpTrouble.broken(system, request, e);
    }
  }

  private HttpResponse attempts(HttpRequest request, long end) {
    int left = request.isRead() ? limits.readAttempts() : 1;
    while (true) {
      left--;
      try (Response response = call(request, end).execute()) {
        HttpResponse answer = whole(request, response);
        if (left == 0 || !isPassing(answer)) {
          return answer;
        }
      } catch (IOException e) {
        if (left == 0 || System.nanoTime() >= end || !HttpTrouble.isPassing(e)) {
          throw HttpTrouble.broken(system, request, e);
        }
      }
    }
  }

  private static boolean isPassing(HttpResponse response) {
    int status = response.status();
    boolean gateway = status == 502 || status == 503 || status == 504;
    return gateway && response.header("retry-after").isEmpty();
  }

  private okhttp3.Call call(HttpRequest request, long end) {
    Request.Builder builder = new Request.Builder().url(request.uri().toString());
    builder.header("User-Agent", userAgent);
    request.headers().forEach(builder::header);
    request
        .credential()
        .ifPresent(c -> builder.header("Authorization", c.scheme() + " " + c.secret().reveal()));
    RequestBody body = null;
    if (!request.isRead()) {
      MediaType type =
          request.contentType().isEmpty() ? null : MediaType.get(request.contentType());
      body = RequestBody.create(request.body(), type);
    }
    builder.method(request.method(), body);
    OkHttpClient fitted =
        request
            .silence()
            .map(silence -> client().newBuilder().readTimeout(silence).build())
            .orElseGet(this::client);
    okhttp3.Call call = fitted.newCall(builder.build());
    call.timeout().timeout(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    return call;
  }

  private HttpResponse whole(HttpRequest request, Response response) throws IOException {
    try (InputStream body = new CappedStream(response.body().byteStream(), limits.maxBody())) {
      return new HttpResponse(
          request.uri(), response.code(), headers(response.headers()), body.readAllBytes());
    }
  }

  private static Map<String, List<String>> headers(Headers headers) {
    Map<String, List<String>> lower = new TreeMap<>();
    headers
        .toMultimap()
        .forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return lower;
  }

  private static boolean isRedirect(HttpResponse response) {
    return switch (response.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private URI target(HttpRequest request, HttpResponse response) {
    String location = response.header("location").orElse("");
    URI to;
    try {
      to = request.uri().resolve(location);
    } catch (IllegalArgumentException e) {
      throw RemoteException.lasting(system, request + " was redirected to no address", e);
    }
    if (location.isEmpty() || !request.isRead() || !sameOrigin(request.uri(), to)) {
      throw RemoteException.lasting(
          system,
          request
              + " was redirected ("
              + response.status()
              + ") and the redirect is not followed: "
              + (request.isRead() ? "it leads to another host" : "a write goes where it was sent")
              + ". Write the new address in the configuration if it moved",
          null);
    }
    return to;
  }

  private static boolean sameOrigin(URI a, URI b) {
    return a.getScheme().equalsIgnoreCase(b.getScheme())
        && a.getHost().equalsIgnoreCase(b.getHost() == null ? "" : b.getHost())
        && a.getPort() == b.getPort()
        && b.getUserInfo() == null;
  }

  @Override
  public void close() {
    OkHttpClient made = client;
    if (made != null) {
      made.dispatcher().executorService().shutdown();
      made.connectionPool().evictAll();
    }
  }
}
