package dev.tidegate.client.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Hooks;
import dev.tidegate.gate.RecordedDeliveries.Recorded;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An App on a GitHub Enterprise Server, where everything stands below {@code /api/v3}. */
final class EnterpriseTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final CommitId HEAD = new CommitId("c".repeat(40));
  private static final URI WANTED = URI.create("https://gate.test/webhooks/github");
  private static final Instant DAY = Instant.parse("2026-11-02T00:00:00Z");

  private final SetClock clock = new SetClock();
  private final FakeGitHub fake = new FakeGitHub(clock).enterprise();
  private GitHub github = open(Optional.empty());

  private GitHub open(Optional<Long> installation) {
    AppLogin.install(fake, Optional.empty());
    ObjectNode about = (ObjectNode) fake.shape("app", Map.of("owner", fake.user("acme")));
    var events = about.putArray("events");
    Hooks.EVENTS.forEach(events::add);
    fake.fixed.put("GET /app", about);
    configured("https://other.test/hook", "form");
    fake.fixed.put("GET /app/hook/deliveries", FakeGitHub.array(List.of(delivery(3))));
    return new GitHub(
        new GitHubSettings(
            fake.uri(), AppLogin.app(installation), Optional.of(URI.create("https://gate.test"))),
        "tidegate/test",
        new Redactor(),
        clock);
  }

  private void configured(String url, String type) {
    ObjectNode config = FakeGitHub.JSON.createObjectNode();
    config.put("url", url).put("content_type", type).put("insecure_ssl", "0").put("secret", "***");
    fake.fixed.put("GET /app/hook/config", config);
    fake.fixed.put("PATCH /app/hook/config", config);
  }

  private JsonNode delivery(long id) {
    return fake.shape(
        "delivery",
        Map.of(
            "id",
            id,
            "guid",
            "g-" + id,
            "at",
            "2026-11-02T08:00:0" + id + "Z",
            "word",
            "OK",
            "status",
            202,
            "event",
            "push"));
  }

  @AfterEach
  void closeAndHoldAgainstTheContract() {
    github.close();
    fake.close();
    assertThat(fake.breaches).as("GitHub's own description, and the base path").isEmpty();
  }

  @Test
  void theAppsHookIsLookedAtAndRepaired() {
    Hooks.Status status = github.hooks().status(REPO, WANTED);
    assertThat(status.exists()).isTrue();
    assertThat(status.wrong())
        .containsExactly("it sends to https://other.test/hook", "it sends form, which is refused");
    assertThat(status.byHand()).isEmpty();

    github.hooks().install(REPO, WANTED, new Secret("hook-secret-1"), false);
    assertThat(fake.count("PATCH /app/hook/config")).isEqualTo(1);
    assertThat(fake.sentBodies.getLast()).contains(WANTED.toString(), "hook-secret-1");

    configured(WANTED.toString(), "json");
    assertThat(github.hooks().status(REPO, WANTED).wrong()).isEmpty();
  }

  @Test
  void theSweepFollowsPagesAndFetchesContents() {
    fake.next.put("/app/hook/deliveries", fake.uri() + "/app/hook/deliveries?cursor=v1_2");
    ObjectNode whole = (ObjectNode) delivery(3).deepCopy();
    ObjectNode request = whole.putObject("request");
    request.putObject("headers").put("X-GitHub-Hook-ID", "77").put("X-GitHub-Event", "push");
    request.putObject("payload").put("ref", "refs/heads/main");
    whole.putObject("response").putObject("headers");
    ((ObjectNode) whole.path("response")).put("payload", "");
    fake.fixed.put("GET /app/hook/deliveries/3", whole);

    List<Recorded> recorded = github.deliveries().since(List.of(REPO), DAY);
    assertThat(fake.count("GET /app/hook/deliveries?cursor=v1_2")).isEqualTo(1);
    assertThat(recorded).hasSize(2);
    var sent = github.deliveries().fetch(recorded.getFirst());
    assertThat(sent.hookId()).isEqualTo("77");
    assertThat(new String(sent.body(), StandardCharsets.UTF_8)).contains("refs/heads/main");
  }

  @Test
  void aPageOfAnotherServerIsNotFollowed() {
    fake.next.put("/app/hook/deliveries", "https://evil.test/app/hook/deliveries?cursor=x");
    assertThat(github.deliveries().since(List.of(REPO), DAY)).hasSize(1);
  }

  @Test
  void aConfiguredInstallationIsTheOneThatIsAsked() {
    github.close();
    github = open(Optional.of(55L));
    github.publish(
        new CheckReport(
            REPO, HEAD, "tidegate", "x", CheckReport.State.SUCCESS, "t", "s", "", List.of()));
    assertThat(fake.checks).hasSize(1);
    assertThat(fake.count("GET /repos/acme/gitops/installation")).isZero();
    assertThat(fake.count("GET /app/installations/55")).isEqualTo(1);
    assertThat(fake.count("POST /app/installations/55/access_tokens")).isEqualTo(1);
  }
}
