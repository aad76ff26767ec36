package dev.tidegate.client.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.report.CheckReport;
import dev.tidegate.report.CheckReport.Annotation;
import dev.tidegate.report.CheckReport.State;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The whole client against a GitHub in memory that holds us to GitHub's own description. */
final class GitHubTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final CommitId HEAD = new CommitId("c".repeat(40));
  private static final String MARKER = "<!-- tidegate verdict acme/gitops 7 -->";

  private final SetClock clock = new SetClock();
  private final FakeGitHub fake = new FakeGitHub(clock);
  private final Redactor redactor = new Redactor();
  private GitHub github = open(new GitHubSettings.Token(new Secret("plain-token-1")));

  @AfterEach
  void closeAndHoldAgainstTheContract() {
    github.close();
    fake.close();
    assertThat(fake.breaches).as("GitHub's own description").isEmpty();
  }

  private GitHub open(GitHubSettings.Login login) {
    URI gate = URI.create("https://gate.test");
    GitHubSettings settings = new GitHubSettings(fake.uri(), login, Optional.of(gate));
    return new GitHub(settings, "tidegate/test", redactor, clock);
  }

  private void asApp() {
    github.close();
    installation(Optional.empty());
    github = open(AppLogin.app(Optional.empty()));
  }

  private void installation(Optional<String> suspended) {
    AppLogin.install(fake, suspended);
  }

  private static CheckReport report(State state, int annotations) {
    List<Annotation> all =
        IntStream.range(0, annotations)
            .mapToObj(i -> new Annotation("a/" + i, 1, "failure", "rule", "message " + i))
            .toList();
    return new CheckReport(REPO, HEAD, "tidegate", "run-1", state, "title", "summary", "text", all);
  }

  private RemoteException trouble(Runnable work) {
    return catchThrowableOfType(RemoteException.class, work::run);
  }

  @Test
  void oneCheckRunGoesFromInProgressToItsConclusion() {
    asApp();
    github.publish(report(State.IN_PROGRESS, 0));
    github.publish(report(State.FAILURE, 2));
    assertThat(fake.checks).hasSize(1);
    JsonNode run = fake.checks.values().iterator().next();
    assertThat(run.path("status").asText()).isEqualTo("completed");
    assertThat(run.path("conclusion").asText()).isEqualTo("failure");
    assertThat(run.path("external_id").asText()).isEqualTo("run-1");
    assertThat(fake.annotations.values().iterator().next()).hasSize(2);
  }

  @Test
  void publishingTheSameReportAgainWritesNothing() {
    asApp();
    github.publish(report(State.SUCCESS, 0));
    long writes = fake.count("POST /repos") + fake.count("PATCH");
    github.publish(report(State.SUCCESS, 0));
    assertThat(fake.count("POST /repos") + fake.count("PATCH")).isEqualTo(writes);
  }

  @Test
  void aLostReplyToACheckRunMakesNoTwin() {
    asApp();
    fake.loseReply("POST /repos/acme/gitops/check-runs");
    assertThat(trouble(() -> github.publish(report(State.FAILURE, 1))).retryable()).isTrue();
    github.publish(report(State.FAILURE, 1));
    assertThat(fake.checks).hasSize(1);
    assertThat(fake.annotations.values().iterator().next()).hasSize(1);
  }

  @Test
  @DisplayName("case 190: more than 50 annotations go in batches, and only the last concludes")
  void batchesAnnotationsAndConcludesWithTheLast() {
    asApp();
    fake.refuse("PATCH /repos/acme/gitops/check-runs/", 500, "{}");
    assertThat(trouble(() -> github.publish(report(State.SUCCESS, 120))).retryable()).isTrue();
    ObjectNode run = fake.checks.values().iterator().next();
    assertThat(run.path("status").asText())
        .as("half a report is not green")
        .isEqualTo("in_progress");
    github.publish(report(State.SUCCESS, 120));
    assertThat(run.path("conclusion").asText()).isEqualTo("success");
    assertThat(fake.annotations.values().iterator().next())
        .extracting(a -> a.path("path").asText())
        .doesNotHaveDuplicates()
        .hasSize(120);
  }

  @Test
  void aCompletedRunIsBroughtToSayOtherwise() {
    asApp();
    github.publish(report(State.SUCCESS, 0));
    github.publish(report(State.FAILURE, 3));
    github.publish(report(State.FAILURE, 60));
    assertThat(fake.checks.values())
        .extracting(c -> c.path("conclusion").asText())
        .containsExactly("failure");
    assertThat(fake.annotations.values().iterator().next())
        .extracting(a -> a.path("path").asText())
        .doesNotHaveDuplicates()
        .hasSize(60);
  }

  @Test
  void aCompletedRunThatShowsWhatHoldsNoMoreIsFollowedByANewOne() {
    asApp();
    github.publish(report(State.FAILURE, 3));
    github.publish(report(State.IN_PROGRESS, 0));
    github.publish(report(State.FAILURE, 2));
    assertThat(fake.annotations.values()).extracting(List::size).containsExactly(3, 2);
    assertThat(fake.checks.values())
        .extracting(c -> c.path("conclusion").asText())
        .containsExactly("failure", "failure");
  }

  @Test
  void whereAnnotationsCannotBeReadTheyAreTakenForTheFirstOnes() {
    asApp();
    github.publish(report(State.FAILURE, 3));
    fake.refuse("GET /repos/acme/gitops/check-runs/", 404, "{\"message\":\"Not Found\"}");
    github.publish(report(State.FAILURE, 5));
    assertThat(fake.annotations.values()).extracting(List::size).containsExactly(5);
  }

  @Test
  void withATokenACommitStatusCarriesTheVerdict() {
    CheckReport begun = report(State.IN_PROGRESS, 0);
    github.publish(begun);
    github.publish(begun);
    github.publish(
        new CheckReport(
            REPO, HEAD, "tidegate", "run-1", State.FAILURE, "x".repeat(200), "s", "", List.of()));
    assertThat(fake.statuses).hasSize(2);
    JsonNode newest = fake.statuses.getFirst();
    assertThat(newest.path("state").asText()).isEqualTo("failure");
    assertThat(newest.path("context").asText()).isEqualTo("tidegate");
    assertThat(newest.path("description").asText()).hasSize(140).endsWith("\u2026");
    assertThat(newest.path("target_url").asText()).isEqualTo("https://gate.test");
    assertThat(fake.count("POST /repos/acme/gitops/check-runs")).isZero();
  }

  @Test
  @DisplayName("case 196: the reply is lost after the comment was created: no twin")
  void aLostReplyToACommentMakesNoTwin() {
    fake.loseReply("POST /repos/acme/gitops/issues/7/comments");
    String body = MARKER + "\nDenied";
    assertThat(trouble(() -> github.comment(REPO, 7, MARKER, body)).retryable()).isTrue();
    github.comment(REPO, 7, MARKER, body);
    assertThat(fake.comments).hasSize(1);
    assertThat(fake.count("POST /repos/acme/gitops/issues/7/comments")).isEqualTo(1);
  }

  @Test
  void editsItsCommentInPlaceEvenBehindManyOthers() {
    for (int i = 0; i < 130; i++) {
      fake.comment("mia", "comment " + i);
    }
    github.comment(REPO, 7, MARKER, MARKER + "\nfirst");
    github.comment(REPO, 7, MARKER, MARKER + "\nsecond");
    assertThat(fake.comments).hasSize(131);
    assertThat(github.comment(REPO, 7, MARKER)).contains(MARKER + "\nsecond");
  }

  @Test
  void doesNotTakeAComposedMarkerOfSomebodyElseForItsOwn() {
    ObjectNode bait = fake.comment("mallory", MARKER + "\nall green!");
    github.comment(REPO, 7, MARKER, MARKER + "\nDenied");
    assertThat(bait.path("body").asText()).contains("all green!");
    assertThat(github.comment(REPO, 7, MARKER)).contains(MARKER + "\nDenied");
  }

  @Test
  @DisplayName("case 186: the primary limit is told with its reset, and nothing is sent before")
  void keepsSilentUntilThePrimaryLimitResets() {
    String reset = Long.toString(clock.instant().plusSeconds(900).getEpochSecond());
    fake.refuse(
        "GET",
        403,
        "{\"message\":\"API rate limit exceeded\"}",
        "x-ratelimit-remaining",
        "0",
        "x-ratelimit-reset",
        reset);
    RemoteException first = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(first.retryAfter().orElseThrow()).isBetween(seconds(900), seconds(902));
    int asked = fake.asked.size();
    RemoteException second = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(second.retryAfter()).isPresent();
    assertThat(fake.asked).as("0 calls while limited").hasSize(asked);
    clock.advance(seconds(902));
    github.publish(report(State.SUCCESS, 0));
    assertThat(fake.statuses).hasSize(1);
  }

  @Test
  void aNewClientGoesOnWithTheBudgetOfTheOld() {
    Budget.All budgets = new Budget.All(clock);
    URI gate = URI.create("https://gate.test");
    GitHubSettings.Token login = new GitHubSettings.Token(new Secret("plain-token-1"));
    GitHubSettings settings = new GitHubSettings(fake.uri(), login, Optional.of(gate));
    try (GitHub old = new GitHub(settings, "t", redactor, budgets, clock)) {
      fake.refuse("POST", 429, "{\"message\":\"slow\"}", "Retry-After", "133");
      assertThat(trouble(() -> old.publish(report(State.SUCCESS, 0))).retryAfter()).isPresent();
    }
    int asked = fake.asked.size();
    try (GitHub next = new GitHub(settings, "t", redactor, budgets, clock)) {
      assertThat(trouble(() -> next.publish(report(State.SUCCESS, 0))).retryAfter()).isPresent();
      assertThat(fake.asked).hasSize(asked);
      clock.advance(seconds(135));
      next.publish(report(State.SUCCESS, 0));
    }
    assertThat(fake.statuses).hasSize(1);
  }

  private static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }

  @Test
  @DisplayName("case 187: a secondary limit without Retry-After means at least 60 s")
  void waitsAMinuteForASecondaryLimitThatSaysNothing() {
    fake.refuse("POST", 403, "{\"message\":\"You have exceeded a secondary rate limit\"}");
    RemoteException trouble = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(trouble.retryAfter()).contains(seconds(60));
  }

  @Test
  void honoursRetryAfterOfASecondaryLimit() {
    fake.refuse("POST", 429, "{\"message\":\"slow\"}", "Retry-After", "133");
    RemoteException trouble = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(trouble.retryAfter().orElseThrow()).isBetween(seconds(133), seconds(134));
  }

  @Test
  @DisplayName("case 188: 502 with an HTML page")
  void repeatsNoWriteAfterAnHtmlErrorPage() {
    fake.refuse("POST", 502, "<html><h1>Unicorn!</h1></html>");
    RemoteException trouble = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(trouble).hasMessageContaining("502: Unicorn!");
    assertThat(trouble.retryable()).isTrue();
    assertThat(fake.count("POST")).isEqualTo(1);
  }

  @Test
  @DisplayName("case 189: 422 for a body over 65,536")
  void saysWhyGitHubDoesNotAcceptABody() {
    String body = MARKER + "x".repeat(65_536);
    RemoteException trouble = trouble(() -> github.comment(REPO, 7, MARKER, body));
    assertThat(trouble).hasMessageContaining("422: body is too long");
    assertThat(trouble.retryable()).isFalse();
  }

  @Test
  @DisplayName("case 191: 404 from a lost permission")
  void saysThatAPermissionWasLostRatherThanThatNothingIsThere() {
    fake.refuse("GET /repos/acme/gitops", 404, "{\"message\":\"Not Found\"}");
    fake.refuse("GET /repos/acme/gitops", 404, "{\"message\":\"Not Found\"}");
    RemoteException trouble = trouble(() -> github.find(REPO, 7));
    assertThat(trouble).hasMessageContaining("may no longer see it");
    assertThat(trouble.retryable()).isFalse();
  }

  @Test
  @DisplayName("case 193: the branch is gone and its commit with it")
  void saysThatTheCommitIsGone() {
    fake.refuse("POST", 422, "{\"message\":\"No commit found for SHA: ccc\"}");
    assertThat(trouble(() -> github.publish(report(State.SUCCESS, 0))))
        .hasMessageContaining("No commit found for SHA");
  }

  @Test
  @DisplayName("case 194: the installation is suspended")
  void saysThatTheInstallationIsSuspended() {
    asApp();
    installation(Optional.of("2026-10-01T00:00:00Z"));
    RemoteException trouble = trouble(() -> github.publish(report(State.SUCCESS, 0)));
    assertThat(trouble)
        .hasMessageContaining("suspended since 2026-10-01")
        .hasMessageContaining("Settings");
    assertThat(trouble.retryable()).isFalse();
  }

  @Test
  @DisplayName("case 195: the token expired in the middle of a run")
  void mintsANewTokenWhenOneIsRefusedAndGoesOn() {
    asApp();
    github.publish(report(State.IN_PROGRESS, 0));
    String old = github.gitToken(REPO).reveal();
    fake.accepts = token -> !token.endsWith("1");
    github.publish(report(State.SUCCESS, 0));
    assertThat(fake.checks).hasSize(1);
    assertThat(old).hasSizeGreaterThan(255);
  }

  @Test
  void anAppsTokenIsNarrowedCachedAndRenewedBeforeItExpires() throws Exception {
    asApp();
    github.publish(report(State.IN_PROGRESS, 0));
    github.publish(report(State.SUCCESS, 0));
    assertThat(fake.tokens).isEqualTo(1);
    String asked =
        fake.sentBodies.stream().filter(b -> b.contains("permissions")).findFirst().orElseThrow();
    JsonNode body = FakeGitHub.JSON.readTree(asked);
    assertThat(body.path("repositories").toString()).isEqualTo("[\"gitops\"]");
    assertThat(body.path("permissions").path("contents").asText()).isEqualTo("read");
    assertThat(body.path("permissions").has("statuses")).as("not granted").isFalse();
    clock.advance(Duration.ofMinutes(56));
    github.publish(report(State.SUCCESS, 0));
    assertThat(fake.tokens).isEqualTo(2);
  }

  @Test
  void keepsToEightyContentWritesAMinuteAndKeepsSomeForChecks() {
    RemoteException[] held = {null, null};
    for (int i = 0; i < 100 && held[0] == null; i++) {
      String body = MARKER + i;
      held[0] = trouble(() -> github.comment(REPO, 7, MARKER, body));
    }
    assertThat(fake.count("POST") + fake.count("PATCH")).isEqualTo(60);
    assertThat(held[0].retryAfter().orElseThrow()).isBetween(seconds(59), seconds(61));
    for (int i = 0; i < 100 && held[1] == null; i++) {
      CheckReport report =
          new CheckReport(REPO, HEAD, "tidegate", "r", State.SUCCESS, "t" + i, "s", "", List.of());
      held[1] = trouble(() -> github.publish(report));
    }
    assertThat(fake.count("POST") + fake.count("PATCH")).isEqualTo(80);
    clock.advance(seconds(61));
    github.comment(REPO, 7, MARKER, MARKER + "again");
  }

  private JsonNode pull(int number, String state, String head) {
    Map<String, Object> values = new HashMap<>();
    values.putAll(Map.of("id", 5000 + number, "number", number, "title", "t", "state", state));
    values.putAll(Map.of("user", fake.user("mia"), "merged", false, "mergeSha", "d".repeat(40)));
    values.putAll(Map.of("closedAt", "2026-01-01T00:00:00Z", "mergedAt", "2026-01-01T00:00:00Z"));
    values.putAll(Map.of("head", "topic", "headSha", head, "base", "main"));
    values.put("baseSha", "e".repeat(40));
    values.putAll(Map.of("headOwner", "mia", "headUser", fake.user("mia")));
    values.put("headRepo", fake.shape("repository", Map.of("id", 1)));
    return fake.shape("pull", values);
  }

  @Test
  @DisplayName("case 192: the pull request is closed")
  void readsAPullRequestAsItIsNow() {
    fake.fixed.put("GET /repos/acme/gitops/pulls/7", pull(7, "closed", HEAD.hex()));
    var found = github.find(REPO, 7).orElseThrow();
    assertThat(found.open()).isFalse();
    assertThat(found.head()).isEqualTo(HEAD);
    assertThat(found.target().shortName()).isEqualTo("main");
    assertThat(found.author()).isEqualTo("mia");
    assertThat(found.fromFork()).isFalse();
    assertThat(github.find(REPO, 8)).isEmpty();
    assertThat(fake.asked).noneMatch(a -> a.contains("/users/") || a.contains("rate_limit"));
  }

  @Test
  void namesThePullRequestsThatContainACommitUnlessTheyWereClosedWithoutLanding() {
    ObjectNode given = (ObjectNode) pull(9, "closed", HEAD.hex());
    given.putNull("merged_at");
    fake.fixed.put(
        "GET /repos/acme/gitops/commits/" + HEAD + "/pulls",
        FakeGitHub.array(
            List.of(pull(7, "open", "a".repeat(40)), pull(8, "closed", "b".repeat(40)), given)));
    assertThat(github.containing(REPO, HEAD)).extracting(p -> p.number()).containsExactly(7, 8);
  }

  @Test
  void findsAPullRequestByItsHeadThoughGitHubDoesNotNameForksByTheirCommits() {
    fake.fixed.put(
        "GET /repos/acme/gitops/commits/" + HEAD + "/pulls", FakeGitHub.array(List.of()));
    fake.fixed.put(
        "GET /repos/acme/gitops/pulls",
        FakeGitHub.array(List.of(pull(7, "open", "a".repeat(40)), pull(12, "open", HEAD.hex()))));
    assertThat(github.withHead(REPO, HEAD)).extracting(p -> p.number()).containsExactly(12);
  }

  @Test
  void writesTheCommentAnewWhereSomebodyDeletedItMeanwhile() {
    github.comment(REPO, 7, MARKER, MARKER + "\nfirst");
    fake.refuse("PATCH /repos/acme/gitops/issues/comments/", 404, "{\"message\":\"Not Found\"}");
    github.comment(REPO, 7, MARKER, MARKER + "\nsecond");
    assertThat(fake.comments).hasSize(2);
  }

  @Test
  void anAnnotationThatIsNotAcceptedDoesNotKeepTheVerdictFromBeingTold() {
    asApp();
    github.publish(report(State.IN_PROGRESS, 0));
    fake.refuse(
        "PATCH /repos/acme/gitops/check-runs/", 422, "{\"message\":\"Invalid request: path\"}");
    github.publish(report(State.FAILURE, 2));
    JsonNode run = fake.checks.values().iterator().next();
    assertThat(fake.checks).hasSize(1);
    assertThat(run.path("conclusion").asText()).isEqualTo("failure");
  }

  @Test
  void onlyWritersMayAskAgain() {
    for (String level : List.of("write", "read")) {
      ObjectNode permission = FakeGitHub.JSON.createObjectNode();
      permission.put("permission", level).put("role_name", level);
      ObjectNode user = ((ObjectNode) fake.user(level + "r")).put("role_name", level);
      permission.set("user", user);
      fake.fixed.put("GET /repos/acme/gitops/collaborators/" + level + "r/permission", permission);
    }
    assertThat(github.mayWrite(REPO, "writer")).isTrue();
    assertThat(github.mayWrite(REPO, "readr")).isFalse();
    assertThat(github.mayWrite(REPO, "writer/../../x")).isFalse();
    assertThat(github.mayWrite(REPO, "nobody")).isFalse();
  }

  @Test
  void noSecretLeavesWhateverAReportHolds() {
    asApp();
    String canary = "canary-" + "5c1f9e";
    redactor.know(canary);
    String token = github.gitToken(REPO).reveal();
    String all = "x " + canary + " and " + token + " y";
    Annotation note = new Annotation(all, 1, "failure", all, all);
    github.publish(
        new CheckReport(REPO, HEAD, "tidegate", "r", State.FAILURE, all, all, all, List.of(note)));
    github.comment(REPO, 7, MARKER, MARKER + all);
    assertThat(String.join("\n", fake.sentBodies)).doesNotContain(canary).doesNotContain(token);
    assertThat(fake.comments).isNotEmpty();
  }
}
