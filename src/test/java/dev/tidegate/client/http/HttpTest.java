package dev.tidegate.client.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the client does when the other side is slow, cut, huge, moved or out of order. */
final class HttpTest {
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private final MockWebServer server = new MockWebServer();
  private final Http http =
      new Http(
          "there",
          "tidegate/test",
          new HttpLimits(
              Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(5), 1000, 3));

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private URI uri(String path) {
    return server.url(path).uri();
  }

  private HttpRequest post() {
    return HttpRequest.of("POST", uri("/things"), "application/json", BODY);
  }

  private RemoteException trouble(HttpRequest request) {
    return catchThrowableOfType(RemoteException.class, () -> http.ok(request));
  }

  private void enqueue(MockResponse.Builder... responses) {
    for (MockResponse.Builder response : responses) {
      server.enqueue(response.build());
    }
  }

  private static MockResponse.Builder answer(int status, String body) {
    return new MockResponse.Builder().code(status).body(body);
  }

  private static MockResponse.Builder cut() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.ShutdownConnection.INSTANCE);
  }

  @Test
  void sendsTheContentTypeAndTheBytesExactlyAsTheyStand() throws InterruptedException {
    enqueue(answer(201, "done"));
    HttpResponse response = http.ok(post().header("Accept", "text/plain"));
    RecordedRequest seen = server.takeRequest();
    assertThat(response.text()).isEqualTo("done");
    assertThat(seen.getHeaders().get("Content-Type")).isEqualTo("application/json");
    assertThat(seen.getHeaders().get("User-Agent")).isEqualTo("tidegate/test");
    assertThat(seen.getHeaders().get("Accept")).isEqualTo("text/plain");
    assertThat(Objects.requireNonNull(seen.getBody()).toByteArray()).isEqualTo(BODY);
  }

  @Test
  void triesAReadAgainAfterABrokenConnection() {
    enqueue(cut(), answer(200, "there"));
    assertThat(http.ok(HttpRequest.get(uri("/x"))).text()).isEqualTo("there");
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void triesAReadNoMoreThanItsLimit() {
    enqueue(answer(502, "a"), answer(502, "b"), answer(502, "c"), answer(200, "too late"));
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")));
    assertThat(trouble.retryable()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void sendsAWriteOnceWhenItsReplyIsLostOnAFreshConnection() {
    enqueue(cut(), answer(201, "twin"));
    RemoteException trouble = trouble(post());
    assertThat(trouble.retryable()).isTrue();
    assertThat(trouble).hasMessageContaining("whether it took effect is not known");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void sendsAWriteOnceWhenItsReplyIsLostOnAPooledConnection() {
    enqueue(answer(200, "warm"), cut(), answer(201, "twin"));
    http.ok(HttpRequest.get(uri("/warm")));
    assertThat(trouble(post()).retryable()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void sendsAWriteOnceWhenAGatewayFails() {
    enqueue(answer(503, "busy"), answer(201, "twin"));
    assertThat(trouble(post()).retryable()).isTrue();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void refusesAnAnswerLargerThanItsLimitAndDoesNotAskAgain() {
    enqueue(answer(200, "x".repeat(1001)), answer(200, "small"));
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")));
    assertThat(trouble).hasMessageContaining("larger than 1000 bytes");
    assertThat(trouble.retryable()).isFalse();
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void refusesAnEndlessChunkedAnswer() {
    enqueue(new MockResponse.Builder().chunkedBody("x".repeat(5000), 100));
    assertThat(trouble(HttpRequest.get(uri("/x")))).hasMessageContaining("larger than 1000 bytes");
  }

  @Test
  void readsExactlyAsMuchAsItsLimit() {
    enqueue(answer(200, "x".repeat(1000)));
    assertThat(http.ok(HttpRequest.get(uri("/x"))).body()).hasSize(1000);
  }

  @Test
  void tellsATruncatedAnswerAsTrouble() {
    MockResponse.Builder truncated =
        answer(200, "x".repeat(900)).onResponseBody(SocketEffect.ShutdownConnection.INSTANCE);
    enqueue(truncated, truncated, truncated);
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")));
    assertThat(trouble).hasMessageContaining("no whole answer");
    assertThat(trouble.retryable()).isTrue();
  }

  @Test
  void givesUpOnASenderThatDripsItsAnswer() {
    enqueue(answer(200, "x".repeat(100)).throttleBody(1, 100, TimeUnit.MILLISECONDS));
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")).within(Duration.ofMillis(500)));
    assertThat(trouble).hasMessageContaining("out of time");
    assertThat(trouble.retryable()).isTrue();
  }

  @Test
  void givesUpOnASilentServer() {
    enqueue(answer(200, "late").headersDelay(4, TimeUnit.SECONDS));
    RemoteException trouble =
        trouble(
            HttpRequest.get(uri("/x"))
                .within(Duration.ofMillis(600))
                .quietFor(Duration.ofMillis(300)));
    assertThat(trouble.retryable()).isTrue();
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    RemoteException trouble =
        trouble(HttpRequest.get(URI.create("http://127.0.0.1:" + port + "/x?token=abc")));
    assertThat(trouble)
        .hasMessageStartingWith("there: GET http://127.0.0.1:" + port + "/x got no whole answer")
        .hasMessageContaining("cannot connect");
    assertThat(trouble.retryable()).isTrue();
  }

  @Test
  @DisplayName("case 188: 502 with an HTML page")
  void saysWhatAnErrorPageOfAGatewayMeansWithoutItsTags() {
    String page = "<html><style>b{}</style><h1>Bad\u001b[31m Gateway</h1>\n<p>unicorn</p></html>";
    enqueue(answer(502, page), answer(502, page), answer(502, page));
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")));
    assertThat(trouble.getMessage()).endsWith("/x answered 502: Bad [31m Gateway unicorn");
    assertThat(trouble.retryable()).isTrue();
  }

  @Test
  void honoursTheWaitThatA429AsksFor() {
    enqueue(answer(429, "slow down").addHeader("Retry-After", "17"), answer(200, "no"));
    RemoteException trouble = trouble(HttpRequest.get(uri("/x")));
    assertThat(trouble.retryAfter()).contains(Duration.ofSeconds(17));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void waitsAMinuteWhereA429SaysNothing() {
    enqueue(answer(429, ""));
    assertThat(trouble(post()).retryAfter()).contains(Duration.ofSeconds(60));
  }

  @Test
  void followsARedirectOfAReadWithinTheSameOrigin() {
    enqueue(answer(301, "").addHeader("Location", "/repositories/7"), answer(200, "moved"));
    HttpResponse response = http.ok(HttpRequest.get(uri("/repos/a/b")));
    assertThat(response.text()).isEqualTo("moved");
    assertThat(response.uri().getPath()).isEqualTo("/repositories/7");
  }

  @Test
  void carriesNoCredentialToAnotherHost() throws IOException {
    try (MockWebServer other = new MockWebServer()) {
      other.start();
      enqueue(answer(302, "").addHeader("Location", other.url("/steal").toString()));
      HttpRequest request = HttpRequest.get(uri("/x")).bearer(new Secret("canary-7331"));
      assertThat(trouble(request)).hasMessageContaining("leads to another host");
      assertThat(other.getRequestCount()).isZero();
    }
  }

  @Test
  void doesNotFollowARedirectedWrite() {
    enqueue(answer(307, "").addHeader("Location", "/elsewhere"), answer(201, "twin"));
    assertThat(trouble(post())).hasMessageContaining("a write goes where it was sent");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void endsACircleOfRedirects() {
    for (int i = 0; i < 10; i++) {
      enqueue(answer(302, "").addHeader("Location", "/x"));
    }
    assertThat(trouble(HttpRequest.get(uri("/x")))).hasMessageContaining("again and again");
  }

  @Test
  void showsACredentialNeitherInTextNorInTrouble() throws InterruptedException {
    Secret token = new Secret("canary-7331");
    enqueue(answer(400, "bad credential: Bearer canary-7331"));
    HttpRequest request = HttpRequest.get(uri("/x?key=canary-7331")).bearer(token);
    RemoteException trouble = trouble(request);
    assertThat(server.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer canary-7331");
    assertThat(trouble.getMessage()).doesNotContain("canary").contains("[redacted]");
    assertThat(request.toString()).doesNotContain("canary");
  }

  @Test
  void streamsABodyWithItsOwnLimit() {
    enqueue(answer(200, "x".repeat(5000)));
    String text =
        http.stream(
            HttpRequest.get(uri("/x")),
            6000,
            body -> new String(body.readAllBytes(), StandardCharsets.UTF_8));
    assertThat(text).hasSize(5000);
  }

  @Test
  void endsAStreamThatExceedsItsLimit() {
    enqueue(answer(200, "x".repeat(5000)));
    RemoteException trouble =
        catchThrowableOfType(
            RemoteException.class,
            () -> http.stream(HttpRequest.get(uri("/x")), 100, body -> body.readAllBytes()));
    assertThat(trouble).hasMessageContaining("larger than 100 bytes");
  }

  @Test
  void tellsAStreamsErrorStatusInsteadOfReadingIt() {
    enqueue(answer(403, "{\"message\":\"permission denied\"}"));
    RemoteException trouble =
        catchThrowableOfType(
            RemoteException.class,
            () -> http.stream(HttpRequest.get(uri("/x")), 100, body -> body.readAllBytes()));
    assertThat(trouble).hasMessageContaining("403").hasMessageContaining("permission denied");
    assertThat(trouble.retryable()).isFalse();
  }
}
