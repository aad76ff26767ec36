package dev.tidegate.client.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The client against answers of the shapes that a real server gave. */
final class ArgoCdApplicationsTest {
  private static final AppName WEB = new AppName("argocd", "web");
  private final MockWebServer server = new MockWebServer();
  private ArgoCdApplications apps;

  @BeforeEach
  void start() throws IOException {
    server.start();
    apps =
        new ArgoCdApplications(
            new ArgoCdSettings(server.url("/argo/").uri(), new Secret("bearer-value")), "test");
  }

  @AfterEach
  void stop() {
    apps.close();
    server.close();
  }

  @Test
  void asksWithTokenProjectAndNamespaceBelowTheRootPath() throws InterruptedException {
    json(200, "{\"metadata\":{\"name\":\"web\",\"namespace\":\"argocd\"}}");
    assertThat(apps.get(WEB, "team a")).isPresent();
    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget())
        .isEqualTo("/argo/api/v1/applications/web?appNamespace=argocd&project=team%20a");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer bearer-value");
  }

  @Test
  void aRefreshNamesItsKindAndTellsTheServerItsDeadline() throws InterruptedException {
    json(200, "{\"metadata\":{\"name\":\"web\"}}");
    assertThat(apps.refresh(WEB, "default", Refresh.HARD, Duration.ofSeconds(3))).isPresent();
    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).endsWith("&refresh=hard");
    assertThat(request.getHeaders().get("Grpc-Timeout")).isEqualTo("3000m");
  }

  @Test
  @DisplayName("case 179: a refresh that hangs ends with the deadline and may be asked again")
  void aHangingRefreshEnds() {
    server.enqueue(new MockResponse.Builder().onRequestStart(SocketEffect.Stall.INSTANCE).build());
    RemoteException e =
        trouble(() -> apps.refresh(WEB, "default", Refresh.NORMAL, Duration.ofMillis(100)));
    assertThat(e.retryable()).isTrue();
  }

  @Test
  void aDeadlineThatTheServerKeptIsPassingTrouble() {
    json(504, "{\"code\":4,\"message\":\"context deadline exceeded\"}");
    RemoteException e =
        trouble(() -> apps.refresh(WEB, "default", Refresh.NORMAL, Duration.ofSeconds(3)));
    assertThat(e.retryable()).isTrue();
    assertThat(server.getRequestCount()).as("never asked again at once").isEqualTo(1);
  }

  @Test
  @DisplayName("case 173: 401 says that the token is to be renewed")
  void tellsABadToken() {
    json(401, "{\"code\":16,\"message\":\"no session information\"}");
    RemoteException e = trouble(() -> apps.get(WEB, "default"));
    assertThat(e).hasMessageContaining("no session information").hasMessageContaining("token");
    assertThat(e.retryable()).isFalse();
  }

  @Test
  @DisplayName("case 174: 403 says which right is missing")
  void tellsAMissingRight() {
    json(403, "{\"code\":7,\"message\":\"permission denied\"}");
    assertThat(trouble(() -> apps.get(WEB, "default")))
        .hasMessageContaining("permission denied")
        .hasMessageContaining("applications, get");
  }

  @Test
  @DisplayName("case 175: 404 is an Application that is not there, unless a proxy says it")
  void tellsAbsenceFromAWrongAddress() {
    json(404, "{\"code\":5,\"message\":\"applications.argoproj.io \\\"web\\\" not found\"}");
    assertThat(apps.get(WEB, "default")).isEmpty();
    server.enqueue(page(404));
    assertThat(trouble(() -> apps.get(WEB, "default")).retryable()).isFalse();
  }

  @Test
  @DisplayName("case 176: a conflict is told, not retried")
  void tellsAConflict() {
    json(409, "{\"code\":6,\"message\":\"already exists\"}");
    assertThat(trouble(() -> apps.get(WEB, "default")).retryable()).isFalse();
  }

  @Test
  @DisplayName("case 177: 429 says when to come back")
  void tellsALimit() {
    server.enqueue(new MockResponse.Builder().code(429).addHeader("Retry-After", "7").build());
    assertThat(trouble(() -> apps.get(WEB, "default")).retryAfter())
        .contains(Duration.ofSeconds(7));
  }

  @Test
  @DisplayName("case 178: an HTML page in place of JSON is passing trouble without its tags")
  void tellsAProxysPage() {
    for (int status : new int[] {500, 502, 502, 502, 200}) {
      server.enqueue(page(status));
    }
    assertThat(trouble(() -> apps.get(WEB, "default")).retryable()).isTrue();
    assertThat(trouble(() -> apps.get(WEB, "default")).retryable()).isTrue();
    assertThat(trouble(() -> apps.get(WEB, "default")))
        .hasMessageContaining("Bad day")
        .hasMessageNotContaining("<h1>");
  }

  @Test
  @DisplayName("case 180: an answer cut short is passing trouble, never half a list")
  void tellsACutAnswer() {
    for (int i = 0; i < 3; i++) {
      server.enqueue(
          new MockResponse.Builder()
              .addHeader("Content-Type", "application/json")
              .body("{\"items\":[{\"metadata\":{\"name\":\"web\"}}]}")
              .onResponseBody(new SocketEffect.CloseSocket())
              .build());
    }
    assertThat(trouble(apps::list).retryable()).isTrue();
  }

  @Test
  void anEmptyListIsBelievedOnlyWithTheRightToSeeMore() {
    json(200, "{\"items\":null}");
    json(200, "{\"value\":\"yes\"}");
    assertThat(apps.list()).isEmpty();
    json(200, "{\"items\":null}");
    json(200, "{\"value\":\"no\"}");
    assertThat(trouble(apps::list)).hasMessageContaining("sees no Application");
  }

  @Test
  void theListAsksForFieldsOnly() throws InterruptedException {
    json(200, "{\"items\":[{\"metadata\":{\"name\":\"web\",\"namespace\":\"team\"}}]}");
    assertThat(apps.list()).extracting(App::name).containsExactly(new AppName("team", "web"));
    assertThat(Objects.requireNonNull(server.takeRequest(1, TimeUnit.SECONDS)).getTarget())
        .contains("fields=")
        .contains("items.spec")
        .doesNotContain("managedFields");
  }

  @Test
  void aWindowBlocksOnlyWhereOneIsAssigned() {
    json(200, "{}");
    assertThat(apps.blockedByWindow(WEB, "default")).isFalse();
    json(
        200, "{\"assignedWindows\":[{\"kind\":\"deny\"}],\"activeWindows\":[{\"kind\":\"deny\"}]}");
    assertThat(apps.blockedByWindow(WEB, "default")).isTrue();
    json(200, "{\"assignedWindows\":[{\"kind\":\"deny\"}],\"canSync\":true}");
    assertThat(apps.blockedByWindow(WEB, "default")).isFalse();
  }

  @Test
  void readsWhatARealServerSaidInEachPhase() throws IOException {
    App failed = sample("trim-app-sync-failed.json");
    assertThat(failed.state().lastOperation().orElseThrow().phase()).isEqualTo("Failed");
    assertThat(failed.state().lastOperation().orElseThrow().failed().getFirst())
        .startsWith("ConfigMap failcm: ");
    assertThat(failed.state().condition("SyncError")).isPresent();

    App retrying = sample("trim-app-unknown-kind.json");
    assertThat(retrying.state().operating()).isTrue();
    assertThat(retrying.state().lastOperation().orElseThrow().retryCount()).isEqualTo(2);

    App prune = sample("trim-app-prune-pending-auto.json");
    assertThat(prune.state().unsynced()).singleElement().matches(u -> u.requiresPruning());

    App broken = sample("trim-app-comparisonerror-yaml.json");
    assertThat(broken.state().revisions()).containsExactly("main");
    assertThat(sample("trim-app-invalid-0.json").state().reconciledAt()).isEmpty();
    assertThat(sample("trim-app-degraded.json").state().health()).isEqualTo("Degraded");
  }

  private static App sample(String name) throws IOException {
    Path file =
        Path.of(System.getProperty("tidegate.contracts", "../shared/contracts"))
            .resolve("argocd/samples")
            .resolve(name);
    assumeTrue(Files.exists(file), "the recorded answers of Argo CD are not here");
    return AppReader.read(JsonMapper.builder().build().readTree(file.toFile()));
  }

  private void json(int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  private static MockResponse page(int status) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "text/html")
        .body("<html><h1>Bad day</h1></html>")
        .build();
  }

  private static RemoteException trouble(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(RemoteException.class, call);
  }
}
