package dev.tidegate.client.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Hooks;
import dev.tidegate.gate.RecordedDeliveries.Recorded;
import dev.tidegate.gate.RecordedDeliveries.Sent;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hooks that feed us, and what GitHub recorded of their deliveries. */
final class WebhooksTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final URI WANTED = URI.create("https://gate.test/webhooks/github");
  private static final String HOOKS = "GET /repos/acme/gitops/hooks/";

  private final SetClock clock = new SetClock();
  private final FakeGitHub fake = new FakeGitHub(clock);
  private final GitHub github =
      new GitHub(
          new GitHubSettings(
              fake.uri(),
              new GitHubSettings.Token(new Secret("plain-token-1")),
              Optional.of(URI.create("https://gate.test/"))),
          "tidegate/test",
          new Redactor(),
          clock);

  @AfterEach
  void closeAndHoldAgainstTheContract() {
    github.close();
    fake.close();
    assertThat(fake.breaches).as("GitHub's own description").isEmpty();
  }

  private JsonNode delivery(long id, String at, int status) {
    return fake.shape(
        "delivery",
        Map.of(
            "id", id, "guid", "g-" + id, "at", at, "word", "?", "status", status, "event", "push"));
  }

  private ObjectNode hook(String url) {
    ObjectNode hook = (ObjectNode) fake.shape("hook", Map.of("id", 55, "target", url));
    fake.hooks.add(hook);
    return hook;
  }

  @Test
  void createsTheHookThatIsMissingAndThenHasNothingToDo() {
    Hooks.Status before = github.hooks().status(REPO, WANTED);
    assertThat(before.exists()).isFalse();
    assertThat(before.wrong()).containsExactly("no hook sends to " + WANTED);
    github.hooks().install(REPO, WANTED, new Secret("hook-secret-1"), false);
    JsonNode made = fake.hooks.getFirst();
    assertThat(made.path("config").path("secret").asText()).isEqualTo("hook-secret-1");
    fake.fixed.put(
        HOOKS + made.path("id").asText() + "/deliveries",
        FakeGitHub.array(List.of(delivery(1, "2026-11-02T08:00:00Z", 202))));
    Hooks.Status after = github.hooks().status(REPO, WANTED);
    assertThat(after.wrong()).isEmpty();
    assertThat(after.plan()).isEmpty();
    assertThat(after.events()).containsExactlyInAnyOrderElementsOf(Hooks.EVENTS);
    github.hooks().install(REPO, WANTED, new Secret("hook-secret-1"), false);
    assertThat(fake.count("POST")).isEqualTo(1);
  }

  @Test
  void saysEverythingThatIsWrongWithAHook() {
    ObjectNode hook = hook(WANTED + "/");
    hook.put("active", false).putArray("events").add("push");
    ((ObjectNode) hook.path("config")).put("content_type", "form").put("insecure_ssl", "1");
    fake.fixed.put(
        HOOKS + "55/deliveries", FakeGitHub.array(List.of(delivery(9, "2026-11-02T08:00:00Z", 0))));
    Hooks.Status status = github.hooks().status(REPO, WANTED);
    assertThat(status.wrong())
        .contains(
            "it sends form, which is refused",
            "it is switched off",
            "it does not verify TLS certificates",
            "its last delivery (push) was answered by nobody: ?")
        .anyMatch(w -> w.startsWith("it lacks the events check_run, check_suite"));
    assertThat(status.plan()).hasSize(4);
  }

  private void answeredLast(int... statuses) {
    List<JsonNode> list = new ArrayList<>();
    for (int i = 0; i < statuses.length; i++) {
      list.add(delivery(9 - i, "2026-11-02T08:00:00Z", statuses[i]));
    }
    fake.fixed.put(HOOKS + "55/deliveries", FakeGitHub.array(list));
  }

  private ObjectNode goodHook() {
    ObjectNode hook = hook(WANTED.toString());
    var events = hook.put("active", true).putArray("events");
    Hooks.EVENTS.forEach(events::add);
    ((ObjectNode) hook.path("config")).put("content_type", "json").put("insecure_ssl", "0");
    return hook;
  }

  @Test
  void aSecretThatIsRefusedIsSetAnew() {
    goodHook();
    answeredLast(401, 202);
    Hooks.Status status = github.hooks().status(REPO, WANTED);
    assertThat(status.wrong()).anyMatch(w -> w.contains("was answered 401"));
    assertThat(status.plan()).singleElement().asString().startsWith("set its secret anew");
    github.hooks().install(REPO, WANTED, new Secret("hook-secret-2"), false);
    assertThat(fake.count("PATCH")).isEqualTo(1);
    assertThat(fake.hooks.getFirst().path("config").path("secret").asText())
        .isEqualTo("hook-secret-2");
  }

  @Test
  void anOldRefusalOrAnotherTroubleDoesNotTouchTheSecret() {
    goodHook();
    answeredLast(202, 401);
    assertThat(github.hooks().status(REPO, WANTED).wrong()).isEmpty();
    answeredLast(503);
    assertThat(github.hooks().status(REPO, WANTED).plan()).isEmpty();
    github.hooks().install(REPO, WANTED, new Secret("hook-secret-2"), false);
    assertThat(fake.count("PATCH")).isZero();
    github.hooks().install(REPO, WANTED, new Secret("hook-secret-2"), true);
    assertThat(fake.hooks.getFirst().path("config").path("secret").asText())
        .isEqualTo("hook-secret-2");
  }

  @Test
  void anotherServicesHookIsNotOurs() {
    hook("https://ci.test/hook");
    assertThat(github.hooks().status(REPO, WANTED).exists()).isFalse();
    assertThat(github.deliveries().since(List.of(REPO), Instant.EPOCH)).isEmpty();
  }

  @Test
  void findsWhatGitHubSentSinceAnInstantOldestFirst() {
    hook(WANTED.toString());
    fake.fixed.put(
        HOOKS + "55/deliveries",
        FakeGitHub.array(
            List.of(
                delivery(3, "2026-11-02T08:30:00Z", 202),
                delivery(2, "2026-11-02T08:00:00Z", 500),
                delivery(1, "2026-11-02T07:00:00Z", 500))));
    List<Recorded> found =
        github.deliveries().since(List.of(REPO), Instant.parse("2026-11-02T08:00:00Z"));
    assertThat(found).extracting(Recorded::id).containsExactly(2L, 3L);
    assertThat(found).extracting(Recorded::arrived).containsExactly(false, true);
    assertThat(found.getFirst().hookId()).isEqualTo("55");
  }

  @Test
  void fetchesTheContentOfARecordedDelivery() {
    ObjectNode detail = (ObjectNode) delivery(2, "2026-11-02T08:00:00Z", 500);
    ObjectNode request = detail.putObject("request");
    request.putObject("headers").put("x-github-hook-id", "56").put("X-GitHub-Event", "push");
    request.putObject("payload").put("ref", "refs/heads/main");
    detail.putObject("response").putNull("headers").put("payload", "");
    fake.fixed.put(HOOKS + "55/deliveries/2", detail);
    Instant at = Instant.parse("2026-11-02T08:00:00Z");
    Sent sent =
        github
            .deliveries()
            .fetch(new Recorded(2, "acme/gitops", "55", "g-2", "push", at, 500, false));
    assertThat(sent.hookId()).isEqualTo("56");
    assertThat(sent.guid()).isEqualTo("g-2");
    assertThat(new String(sent.body(), StandardCharsets.UTF_8))
        .isEqualTo("{\"ref\":\"refs/heads/main\"}");
  }
}
