package dev.tidegate.ingress.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Decoding is strict where something is used; the numbers are those of the catalogue. */
final class GitHubEventsTest {
  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);
  private static final String ZERO = "0".repeat(40);
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final String REPOSITORY = "\"repository\":{\"full_name\":\"acme/gitops\"}";
  private static final String PUSH =
      "{\"ref\":\"refs/heads/main\",\"before\":\"%s\",\"after\":\"%s\",\"forced\":true,"
          + "\"sender\":{\"login\":\"ann\"},\"commits\":[],"
          + REPOSITORY
          + "}";

  private static Optional<Event> decode(String event, String json) {
    return GitHubEvents.decode(event, json.getBytes(StandardCharsets.UTF_8));
  }

  private static String push() {
    return PUSH.formatted(A, B);
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> decode("push", json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  /** A good push with something more in it. */
  private static String with(String more) {
    return push().replace("\"commits\":[]", more);
  }

  @Test
  void decodesPushesOfBranchesAndTagsNewOnesAndDeletedOnes() {
    Event.Pushed pushed = (Event.Pushed) decode("push", push()).orElseThrow();
    assertThat(pushed.repo()).isEqualTo(REPO);
    assertThat(pushed.before()).contains(new CommitId(A));
    assertThat(pushed.after()).contains(new CommitId(B));
    assertThat(pushed.forced()).isTrue();
    assertThat(pushed.pusher()).isEqualTo("ann");
    assertThat(((Event.Pushed) decode("push", PUSH.formatted(A, ZERO)).orElseThrow()).after())
        .isEmpty();
    String tag = PUSH.formatted(ZERO, B).replace("refs/heads/main", "refs/tags/main");
    Event.Pushed tagged = (Event.Pushed) decode("push", tag).orElseThrow();
    assertThat(tagged.before()).isEmpty();
    assertThat(tagged.ref()).isEqualTo(new RefName("refs/tags/main"));
  }

  @Test
  void decodesPullRequestsAndSeesForks() {
    String json =
        "{\"action\":\"%s\",\"pull_request\":{\"number\":7,\"merged\":true,\"user\":null,"
            + "\"head\":{\"sha\":\""
            + A
            + "\",\"repo\":{\"full_name\":\"%s\"}},\"base\":{\"ref\":\"main\"}},"
            + REPOSITORY
            + "}";
    Event.PullRequestChanged own =
        (Event.PullRequestChanged)
            decode("pull_request", json.formatted("opened", "acme/gitops")).orElseThrow();
    assertThat(own.fromFork()).isFalse();
    assertThat(own.author()).isEqualTo("ghost");
    assertThat(own.target()).isEqualTo(RefName.branch("main"));
    Event.PullRequestChanged fork =
        (Event.PullRequestChanged)
            decode("pull_request", json.formatted("synchronize", "eve/gitops")).orElseThrow();
    assertThat(fork.fromFork()).isTrue();
    assertThat(decode("pull_request", json.formatted("closed", "x/y")))
        .contains(new Event.PullRequestClosed(REPO, 7, true));
    assertThat(decode("pull_request", json.formatted("edited", "x/y"))).isEmpty();
  }

  @Test
  void decodesCommentsOnPullRequestsOnly() {
    String json =
        "{\"action\":\"created\",\"issue\":{\"number\":3%s},\"comment\":{\"body\":\"hi\","
            + "\"user\":{\"login\":\"ann\"}},"
            + REPOSITORY
            + "}";
    assertThat(decode("issue_comment", json.formatted(",\"pull_request\":{}")))
        .contains(new Event.Commented(REPO, 3, "ann", "hi"));
    assertThat(decode("issue_comment", json.formatted(""))).isEmpty();
  }

  @Test
  void decodesChecksAskedForAndMergeGroups() {
    String suite =
        "{\"action\":\"requested\",\"check_suite\":{\"head_sha\":\"%s\",\"head_branch\":null},%s}";
    assertThat(decode("check_suite", suite.formatted(A, REPOSITORY)))
        .contains(new Event.CheckRequested(REPO, new CommitId(A), Optional.empty(), false));
    String run = "{\"action\":\"%s\",\"check_run\":{\"head_sha\":\"%s\"},%s}";
    assertThat(decode("check_run", run.formatted("rerequested", A, REPOSITORY)))
        .contains(new Event.CheckRequested(REPO, new CommitId(A), Optional.empty(), true));
    assertThat(decode("check_run", run.formatted("completed", A, REPOSITORY))).isEmpty();
    String group =
        "{\"action\":\"checks_requested\",\"merge_group\":{\"base_sha\":\"%s\",\"head_sha\":\"%s\","
            + "\"base_ref\":\"refs/heads/main\"},%s}";
    assertThat(decode("merge_group", group.formatted(A, B, REPOSITORY)))
        .contains(
            new Event.MergeGroupRequested(
                REPO, new CommitId(A), new CommitId(B), RefName.branch("main")));
  }

  @Test
  @DisplayName("case 27: 1,001 levels deep")
  void refusesDeepPayloads() {
    refused(with("\"x\":" + "[".repeat(1001) + "]".repeat(1001)), "too deep");
  }

  @Test
  @DisplayName("case 28: a number of 100,000 digits, wherever it stands and however it is written")
  void refusesNumbersOfAnyLength() {
    String digits = "9".repeat(100_000);
    refused(push().replace("true", digits), "too long");
    for (String number :
        List.of(digits, "-" + digits, "0." + digits, "1e" + digits, "1." + digits)) {
      refused(with("\"unread\":[{\"x\":" + number + "}]"), "too long");
    }
    String pull = "{\"action\":\"closed\",\"pull_request\":{\"number\":%s}," + REPOSITORY + "}";
    assertThatThrownBy(() -> decode("pull_request", pull.formatted(digits)))
        .isInstanceOf(IllegalArgumentException.class);
    for (String odd : List.of("0", "-7", "7.5", "1e2", "99999999999")) {
      assertThatThrownBy(() -> decode("pull_request", pull.formatted(odd)))
          .as(odd)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("case 29: 1e999999")
  void refusesANumberWithoutMeasure() {
    refused(push().replace("\"refs/heads/main\"", "1e999999"), "ref is not a text");
    assertThat(decode("push", with("\"unread\":1e999999"))).isPresent();
  }

  @Test
  @DisplayName("case 30: repeated repository keys")
  void refusesRepeatedKeys() {
    refused(with("\"repository\":{\"full_name\":\"eve/evil\"}"), "a repeated key");
    refused(with("\"x\":{\"a\":1,\"a\":2}"), "a repeated key");
  }

  @Test
  @DisplayName("case 31: invalid UTF-8; and another Unicode encoding")
  void refusesWhatIsNotUtf8() {
    byte[] bytes = push().getBytes(StandardCharsets.UTF_8);
    bytes[push().indexOf("ann")] = (byte) 0xff;
    for (byte[] bad : List.of(bytes, push().getBytes(StandardCharsets.UTF_16LE))) {
      assertThatThrownBy(() -> GitHubEvents.decode("push", bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("case 32: half a surrogate pair; case 33: NUL")
  void refusesHalfCharactersAndNul() {
    refused(push().replace("ann", "a\\ud800"), "half a character");
    refused(push().replace("ann", "a\\u0000"), "NUL");
    refused(push().replace("ann", "a\0"), "syntax");
  }

  @Test
  @DisplayName("case 34: byte order mark; case 35: trailing bytes; case 36: cut; case 37: an array")
  void refusesWhatIsNotExactlyOneObject() {
    refused("\uFEFF" + push(), "");
    refused(push() + "{}", "follows");
    refused(push() + "x", "");
    refused(push().substring(0, push().length() - 1), "ends too early");
    refused("[" + push() + "]", "not a JSON object");
    refused("", "not a JSON object");
  }

  @Test
  @DisplayName("case 38: null repository")
  void needsARepository() {
    refused(push().replace(REPOSITORY, "\"repository\":null"), "repository.full_name is missing");
  }

  @Test
  @DisplayName("case 39: a missing installation, null or nonsense: it is never believed anyway")
  void needsNoInstallation() {
    Optional<Event> plain = decode("push", push());
    assertThat(plain).isPresent();
    for (String installation :
        List.of("null", "{}", "{\"id\":null}", "{\"id\":\"../1\"}", "7", "[]")) {
      assertThat(decode("push", with("\"installation\":" + installation))).isEqualTo(plain);
    }
  }

  @Test
  @DisplayName("case 40: text where a number must be")
  void refusesTextWhereANumberMustBe() {
    String json = "{\"action\":\"closed\",\"pull_request\":{\"number\":\"7\"}," + REPOSITORY + "}";
    assertThatThrownBy(() -> decode("pull_request", json))
        .hasMessageContaining("pull_request.number is not a number");
  }

  @Test
  @DisplayName("case 41: unknown events and actions mean nothing")
  void unknownEventsAndActionsMeanNothing() {
    assertThat(decode("sponsorship", "not read at all")).isEmpty();
    assertThat(decode("pull_request", "{\"action\":\"danced\"," + REPOSITORY + "}")).isEmpty();
  }

  @Test
  @DisplayName("case 42: a text of 20 MB")
  void aHugeTextIsReadOverWhereUnusedAndRefusedWhereUsed() {
    String huge = "x".repeat(20_000_000);
    assertThat(decode("push", with("\"message\":\"" + huge + "\""))).isPresent();
    refused(push().replace("ann", huge), "too long");
  }

  @Test
  @DisplayName("case 43: a name with ../")
  void aRepositorysNameIsChecked() {
    refused(push().replace("acme/gitops", "acme/../gitops"), "not a repository name");
    refused(push().replace("acme/gitops", "../gitops"), "not a repository name");
  }

  @Test
  @DisplayName("case 44: a renamed repository has its new name, whatever its id says")
  void aRepositorysNameIsTakenAsItIsNow() {
    String id = push().replace(REPOSITORY, REPOSITORY.replaceFirst("\\{", "{\"id\":1,"));
    String renamed = id.replace("acme/gitops", "acme/renamed");
    assertThat(decode("push", id).orElseThrow().repo()).isEqualTo(REPO);
    assertThat(decode("push", renamed).orElseThrow().repo()).isEqualTo(RepoId.of("acme/renamed"));
    String event =
        "{\"action\":\"renamed\",\"changes\":{\"repository\":{\"name\":"
            + "{\"from\":\"gitops\"}}},"
            + REPOSITORY
            + "}";
    assertThat(decode("repository", event)).as("means nothing by itself").isEmpty();
  }

  @Test
  void everyPayloadThatGitHubPublishesIsDecodedOrMeansNothing() throws IOException {
    Path folder =
        Path.of(System.getProperty("tidegate.contracts", "../shared/contracts"))
            .resolve("github/webhooks");
    Assumptions.assumeTrue(Files.isDirectory(folder), "GitHub's example payloads are not here");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String name = file.getFileName().toString();
        String event = name.substring(0, name.indexOf('.'));
        Optional<Event> decoded = GitHubEvents.decode(event, Files.readAllBytes(file));
        if (event.equals("push")) {
          assertThat(decoded).as(name).isPresent();
        }
      }
    }
  }
}
