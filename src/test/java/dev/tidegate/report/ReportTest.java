package dev.tidegate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Applications;
import dev.tidegate.rollout.Outcome;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.TerraformPlan;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What people and programs read. */
final class ReportTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final CommitId BASE = new CommitId("b".repeat(40));
  private static final CommitId HEAD = new CommitId("c".repeat(40));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Redactor REDACTOR = new Redactor();

  private static Finding finding(Severity severity, String path, int line, String what) {
    return new Finding(
        "secret/plaintext",
        severity,
        Optional.of(path).filter(p -> !p.isEmpty()),
        line,
        0,
        Optional.of(HEAD),
        what,
        "A secret in git stays in its history.",
        "git rm " + path,
        "the owner of `secrets`",
        "f".repeat(16));
  }

  private static Verdict verdict(Finding... findings) {
    return Verdict.of(
        new Verdict.Judgement(Optional.of(BASE), HEAD, List.of(findings), 3, 14, 17, "abcdef0123"));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void aDeniedVerdictSaysWhatWhereWhyAndHowToMendIt() {
    CheckReport check =
        CheckRuns.of(REPO, verdict(finding(Severity.DENY, "a/x.yaml", 4, "A token.")), "run-1");
    assertThat(check.state()).isEqualTo(CheckReport.State.FAILURE);
    assertThat(check.title()).isEqualTo("Denied: 1 finding to fix");
    assertThat(check.summary()).contains("`a/x.yaml:4`").contains("/tidegate recheck");
    assertThat(check.text())
        .contains("### `a/x.yaml`")
        .contains("line 4")
        .contains("**Why:** A secret in git")
        .contains("```text\ngit rm a/x.yaml\n```")
        .contains("**Override:** the owner of `secrets`");
    assertThat(check.annotations()).hasSize(1);
  }

  @Test
  void statesFollowTheVerdictAndNothingEvaluatedIsNeverGreen() {
    assertThat(CheckRuns.of(REPO, verdict(), "r").state()).isEqualTo(CheckReport.State.SUCCESS);
    assertThat(CheckRuns.of(REPO, verdict(finding(Severity.NEEDS_HUMAN, "a", 1, "w")), "r").state())
        .isEqualTo(CheckReport.State.ACTION_REQUIRED);
    for (int rules : new int[] {0, 9}) {
      Verdict.Judgement nothing =
          new Verdict.Judgement(Optional.empty(), HEAD, List.of(), 0, 0, rules, "p");
      Verdict verdict = new Verdict.Allowed(nothing);
      assertThat(CheckRuns.of(REPO, verdict, "r").state())
          .isEqualTo(CheckReport.State.ACTION_REQUIRED);
    }
    assertThat(CheckRuns.notJudged(REPO, HEAD, "r", "objects missing").state())
        .isEqualTo(CheckReport.State.ACTION_REQUIRED);
  }

  @Test
  void aLongReportIsCutAtAFindingAndSaysHowManyMoreAndWhere() {
    Finding[] many =
        IntStream.range(0, 3000)
            .mapToObj(i -> finding(Severity.DENY, "d/" + i % 40 + ".yaml", i, "\u00fc".repeat(90)))
            .toArray(Finding[]::new);
    CheckReport check = CheckRuns.of(REPO, verdict(many), "r");
    assertThat(bytes(check.text())).isLessThanOrEqualTo(65_535).isGreaterThan(60_000);
    assertThat(bytes(check.summary())).isLessThanOrEqualTo(65_535);
    int shown = check.text().split("#### ", -1).length - 1;
    assertThat(check.text())
        .contains("**" + String.format("%,d", 3000 - shown) + " more findings** in `d/")
        .contains("tidegate check --range " + BASE + ".." + HEAD);
    String whole = check.text().substring(0, check.text().indexOf("---\n"));
    assertThat(whole).endsWith("**Override:** the owner of `secrets`\n\n");
    assertThat(check.annotations()).hasSize(250);
    String comment = StickyComment.next(Optional.empty(), REPO, 7, verdict(many)).orElseThrow();
    assertThat(bytes(comment)).isLessThanOrEqualTo(65_535);
  }

  @Test
  void theCommentComesWithTheFirstBlockingVerdictAndChangesOnlyWithItsMeaning() {
    assertThat(StickyComment.next(Optional.empty(), REPO, 7, verdict())).isEmpty();
    Verdict denied = verdict(finding(Severity.DENY, "a", 1, "A token."));
    String first = StickyComment.next(Optional.empty(), REPO, 7, denied).orElseThrow();
    assertThat(first).startsWith(StickyComment.marker(REPO, 7)).contains("A token.");
    assertThat(StickyComment.next(Optional.of(first), REPO, 7, denied)).isEmpty();
    Verdict other = verdict(finding(Severity.DENY, "b", 1, "A token."));
    assertThat(StickyComment.next(Optional.of(first), REPO, 7, other)).isPresent();
    String green = StickyComment.next(Optional.of(first), REPO, 7, verdict()).orElseThrow();
    String visible = green.replaceAll("<!--.*?-->\n", "");
    assertThat(visible.strip().lines()).hasSize(1);
    assertThat(StickyComment.next(Optional.of(green), REPO, 7, verdict())).isEmpty();
  }

  @Test
  void aCommentThatAPersonEditedIsPutRight() {
    Verdict denied = verdict(finding(Severity.DENY, "a", 1, "A token."));
    String first = StickyComment.next(Optional.empty(), REPO, 7, denied).orElseThrow();
    String edited = first.replace("A token.", "All is well.");
    assertThat(StickyComment.next(Optional.of(edited), REPO, 7, denied)).contains(first);
    String stored = first.strip().replace("\n", "\r\n");
    assertThat(StickyComment.next(Optional.of(stored), REPO, 7, denied)).isEmpty();
  }

  @Test
  void whereNothingWasEvaluatedTheCommentDoesNotTurnGreen() {
    Verdict denied = verdict(finding(Severity.DENY, "a", 1, "A token."));
    Optional<String> first = StickyComment.next(Optional.empty(), REPO, 7, denied);
    Verdict nothing =
        Verdict.of(new Verdict.Judgement(Optional.of(BASE), HEAD, List.of(), 0, 0, 17, "abc"));
    assertThat(StickyComment.next(first, REPO, 7, nothing)).isEmpty();
  }

  @Test
  void aPushThatWaitsForAHumanIsNotCalledDenied() {
    Verdict ask = verdict(finding(Severity.NEEDS_HUMAN, "a", 1, "A submodule."));
    assertThat(StickyComment.pushDenied(RefName.branch("main"), ask))
        .contains("needs a human: nothing is rolled out")
        .doesNotContain("denied");
  }

  @Test
  void aPullRequestIsToldOfADeniedDirectPush() {
    String body =
        StickyComment.pushDenied(
            RefName.branch("main"), verdict(finding(Severity.DENY, "a", 1, "A token.")));
    assertThat(body)
        .contains(StickyComment.pushMarker(HEAD))
        .contains("nothing is rolled out")
        .contains("A token.");
  }

  @Test
  void theJsonHasExactlyThePromisedFields() throws Exception {
    JsonNode json = JSON.readTree(Json.of(verdict(finding(Severity.DENY, "", 0, "w")), REDACTOR));
    assertThat(names(json))
        .containsExactly(
            "verdict", "base", "head", "findings", "evaluated", "policy", "excepted", "notes");
    assertThat(names(json.path("findings").get(0)))
        .containsExactly(
            "rule", "severity", "path", "line", "commit", "message", "fix", "fingerprint");
    assertThat(json.path("findings").get(0).path("path").isNull()).isTrue();
    assertThat(json.path("verdict").asText()).isEqualTo("denied");
    assertThat(json.path("evaluated").toString())
        .isEqualTo("{\"commits\":3,\"files\":14,\"rules\":17}");
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void theSarifHoldsTheEssentialStructureOfItsStandard() throws Exception {
    RuleDoc doc =
        new RuleDoc(
            "secret/plaintext",
            "No secrets",
            "History keeps.",
            "Fix",
            "Owner",
            Severity.DENY,
            false);
    String text =
        Sarif.of(
            verdict(
                finding(Severity.DENY, "a b/c:d\u00e9.yaml", 3, "w"),
                finding(Severity.INFO, "", 0, "about a commit")),
            List.of(doc),
            "1.2.0",
            REDACTOR);
    JsonNode log = JSON.readTree(text);
    assertThat(log.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = log.path("runs").get(0);
    JsonNode driver = run.path("tool").path("driver");
    assertThat(driver.path("name").asText()).isEqualTo("Tidegate");
    Set<String> ids = new HashSet<>();
    for (JsonNode rule : driver.path("rules")) {
      assertThat(ids.add(rule.path("id").asText())).as("rule ids are unique").isTrue();
      assertThat(rule.path("help").path("text").asText()).isNotBlank();
      assertThat(rule.path("shortDescription").path("text").asText()).isNotBlank();
    }
    for (JsonNode result : run.path("results")) {
      assertThat(names(result))
          .isSubsetOf(
              "ruleId",
              "ruleIndex",
              "level",
              "message",
              "locations",
              "partialFingerprints",
              "properties");
      int index = result.path("ruleIndex").asInt(-1);
      assertThat(driver.path("rules").get(index).path("id")).isEqualTo(result.path("ruleId"));
      assertThat(result.path("level").asText()).isIn("none", "note", "warning", "error");
      assertThat(result.path("message").path("text").asText()).isNotBlank();
      assertThat(result.path("partialFingerprints").path("tidegate/v1").asText()).isNotBlank();
    }
    JsonNode place = run.path("results").get(0).path("locations").get(0).path("physicalLocation");
    assertThat(place.path("artifactLocation").path("uri").asText())
        .isEqualTo("a%20b/c%3Ad%C3%A9.yaml");
    assertThat(place.path("region").path("startLine").asInt()).isEqualTo(3);
    assertThat(run.path("results").get(1).has("locations")).isFalse();
  }

  @Test
  void theTerminalHonoursNoColorAndWidth() {
    Verdict denied = verdict(finding(Severity.DENY, "a\u001b[31m.yaml", 3, "word ".repeat(60)));
    String plain =
        Terminal.of(Map.of("NO_COLOR", "1", "COLUMNS", "60"), true).render(denied, REDACTOR);
    assertThat(plain).doesNotContain("\u001b").contains("Denied: 1 finding to fix");
    assertThat(plain.lines()).allMatch(l -> l.length() <= 60);
    assertThat(Terminal.of(Map.of(), true).render(denied, REDACTOR)).contains("\u001b[31mdenied");
    assertThat(Terminal.of(Map.of(), false).render(denied, REDACTOR)).doesNotContain("\u001b");
  }

  private static Outcome outcome(Outcome.Status one, Outcome.Status two) {
    return new Outcome(
        HEAD,
        List.of(
            new Outcome.Row(new AppName("argocd", "one"), one, "because | <b>", "c"),
            new Outcome.Row(new AppName("argocd", "two"), two, "", "c")));
  }

  private static RolloutPlan plan() {
    List<RolloutPlan.Target> targets =
        List.of("one", "two").stream()
            .map(n ->
                new RolloutPlan.Target(
                    new AppName("argocd", n),
                    "default",
                    Applications.Refresh.NORMAL,
                    RolloutPlan.Certainty.AFFECTED,
                    "its path changed",
                    List.of(0),
                    RolloutPlan.Role.CONTENT,
                    List.of()))
            .toList();
    return new RolloutPlan(REPO, HEAD, targets, 5, List.of(), List.of("talos/cp.yaml"));
  }

  @Test
  void aRolloutIsGreenOnlyWhenEveryApplicationRunsTheCommit() {
    Outcome.Status done = Outcome.Status.DEPLOYED;
    assertThat(state(new Outcome(HEAD, List.of()))).isEqualTo(CheckReport.State.IN_PROGRESS);
    assertThat(state(outcome(done, Outcome.Status.ROLLING_OUT)))
        .isEqualTo(CheckReport.State.IN_PROGRESS);
    assertThat(state(outcome(done, done))).isEqualTo(CheckReport.State.SUCCESS);
    assertThat(state(outcome(done, Outcome.Status.TIMED_OUT))).isEqualTo(CheckReport.State.FAILURE);
    assertThat(state(outcome(done, Outcome.Status.HELD)))
        .isEqualTo(CheckReport.State.ACTION_REQUIRED);
    CheckReport check = RolloutRuns.rollout(plan(), outcome(Outcome.Status.FAILED, done), "run-1");
    assertThat(check.text()).contains("failed | because \\| &lt;b\\> |");
    assertThat(check.summary()).contains("Talos job:** `talos/cp.yaml`");
    assertThat(check.title()).isEqualTo("Failed: 1 of 2 Applications deployed");
  }

  private static CheckReport.State state(Outcome outcome) {
    return RolloutRuns.rollout(plan(), outcome, "r").state();
  }

  @Test
  void aPlanIsCountedByActionAndAFailedOneIsNotGreen() {
    TerraformPlan made =
        new TerraformPlan(
            "infra",
            TerraformPlan.Status.PLANNED,
            1,
            0,
            2,
            0,
            List.of(
                new TerraformPlan.Resource(
                    "null_resource.a",
                    List.of("create"),
                    List.of(new TerraformPlan.Attribute("id", "", "```x")))),
            "");
    CheckReport check = RolloutRuns.plans(REPO, HEAD, List.of(made), "r");
    assertThat(check.state()).isEqualTo(CheckReport.State.SUCCESS);
    assertThat(check.title()).isEqualTo("Plan: 1 to add, 0 to change, 2 to destroy, 0 to replace");
    assertThat(check.text()).contains("**create** `null_resource.a`").contains("````text\n");
    assertThat(
            RolloutRuns.plans(REPO, HEAD, List.of(made, TerraformPlan.failed("b", "no lock")), "r")
                .state())
        .isEqualTo(CheckReport.State.FAILURE);
    assertThat(RolloutRuns.plans(REPO, HEAD, List.of(), "r").state())
        .isEqualTo(CheckReport.State.ACTION_REQUIRED);
  }
}
