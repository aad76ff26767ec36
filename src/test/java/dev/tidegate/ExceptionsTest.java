package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.testing.GitRepo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exceptions as users write them, on repositories that git made. */
final class ExceptionsTest {
  private final String end = LocalDate.now(ZoneOffset.UTC).plusDays(150).toString();
  private final String why = "until=" + end + " reason=\"bootstrap, ticket 12\"";
  private static final String APPLY = "kubectl apply -k bootstrap\n";

  @TempDir Path folder;
  private GitRepo repo;

  record Ran(int code, String out, String err) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  static Ran run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Cli.run(
            new Program(Map.of("NO_COLOR", "1"), new PrintWriter(out)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments);
    return new Ran(code, out.toString(), err.toString());
  }

  private Ran check(String... more) {
    String[] arguments = new String[more.length + 2];
    arguments[0] = "check";
    arguments[1] = repo.directory().toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return run(arguments);
  }

  private void commit(String message) {
    repo.git("add", "-A");
    repo.git("commit", "-qm", message);
  }

  @BeforeEach
  void aRepository() {
    repo = GitRepo.in(folder.resolve("gitops"));
    repo.write("README.md", "A sample\n");
    commit("Begin the sample");
  }

  @Test
  void aCommentOnTheLineAboveExcusesAndIsShown() throws Exception {
    repo.write(
        "up.sh", "#!/bin/sh\n# tidegate:allow workflow/manual-kubectl " + why + "\n" + APPLY);
    commit("Add the bootstrap");
    Ran text = check();
    assertThat(text.code()).as(text.out() + text.err()).isZero();
    assertThat(text.out())
        .contains("excepted workflow/manual-kubectl at up.sh:3")
        .contains("up.sh:2: bootstrap, ticket 12");
    JsonNode json = check("--format", "json").json();
    assertThat(json.at("/findings").size()).isZero();
    assertThat(json.at("/excepted/0/exception/until").asText()).isEqualTo(end);
    JsonNode sarif = check("--format", "sarif").json();
    assertThat(sarif.at("/runs/0/results/0/suppressions/0/justification").asText())
        .contains("ticket 12");
    assertThat(sarif.at("/runs/0/results/0/suppressions/0/kind").asText()).isEqualTo("inSource");
  }

  @Test
  void nobodyExcusesHimselfInTheSameChange() {
    repo.write("up.sh", "#!/bin/sh\n" + APPLY.strip() + " # tidegate:allow workflow/* " + why);
    commit("Add the bootstrap");
    Ran ran = check("--range", "HEAD~1..HEAD");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("does not count yet");
    repo.write("more.txt", "more\n");
    repo.write(
        "up.sh", "#!/bin/sh\necho\n" + APPLY.strip() + " # tidegate:allow workflow/* " + why);
    commit("Change another line of it");
    Ran later = check("--range", "HEAD~1..HEAD");
    assertThat(later.code()).as(later.out()).isZero();
  }

  @Test
  void anExceptionThatStandsCoversNoOtherLine() {
    String marker = "# tidegate:allow workflow/manual-kubectl " + why + "\n";
    repo.write("up.sh", "#!/bin/sh\n" + marker + APPLY);
    commit("Add the bootstrap");
    repo.write("up.sh", "#!/bin/sh\n" + marker + "kubectl delete ns prod\n");
    commit("Use the exception for something else");
    assertThat(check("--range", "HEAD~1..HEAD").code()).isEqualTo(1);
    repo.write("up.sh", "#!/bin/sh\n" + marker + APPLY + marker + "kubectl delete ns prod\n");
    commit("Copy the exception");
    assertThat(check("--range", "HEAD~2..HEAD").code()).isEqualTo(1);
    repo.write("up.sh", "#!/bin/sh\n" + marker + APPLY + "kubectl delete ns prod\n");
    commit("Add another command");
    assertThat(check("--range", "HEAD~3..HEAD").code()).isEqualTo(1);
  }

  @Test
  void aMarkerBeforeNothingIsAnApprovalOfWhatComes() {
    String marker = "# tidegate:allow workflow/manual-kubectl " + why + "\n";
    repo.write("up.sh", "#!/bin/sh\n" + marker);
    commit("Approve the bootstrap");
    repo.write("up.sh", "#!/bin/sh\n" + marker + APPLY);
    commit("Add the bootstrap");
    Ran ran = check("--range", "HEAD~1..HEAD");
    assertThat(ran.code()).as(ran.out()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "until=2020-01-31 reason=\"old\" | expired on 2020-01-31",
        "until=2999-01-31 | gives no reason",
        "until=2999-01-31 reason=\" \" | gives no reason",
        "reason=\"for ever\" | no last day",
        "until=31.12.2999 reason=\"x\" | not a day",
        "until=2999-02-30 reason=\"x\" | not a day",
      })
  void anExceptionThatIsExpiredOrIncompleteDenies(String words, String said) {
    repo.write("up.sh", "#!/bin/sh\n" + APPLY.strip() + " # tidegate:allow workflow/* " + words);
    commit("Add the bootstrap");
    Ran ran = check();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().replaceAll("\\s+", " ")).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Makefile | up:\\n\\tkubectl apply -k x # tidegate:allow workflow/manual-kubectl why\\n",
        "Dockerfile | FROM x\\n# tidegate:allow workflow/manual-kubectl why\\nRUN kubectl apply -k x\\n",
        ".github/workflows/a.yaml | on: push\\njobs:\\n  a:\\n    steps:\\n      - run: kubectl apply -k x # tidegate:allow workflow/manual-kubectl why\\n",
        "main.tf | resource \"null_resource\" \"a\" {\\n  provisioner \"local-exec\" {\\n    // tidegate:allow workflow/manual-kubectl why\\n    command = \"kubectl apply -k x\"\\n  }\\n}\\n",
      })
  void everyLanguageHasItsComment(String path, String text) {
    repo.write(path, text.replace("\\n", "\n").replace("\\t", "\t").replace("why", why));
    commit("Add the bootstrap");
    JsonNodes json = new JsonNodes(check("--format", "json"));
    assertThat(json.rules("findings")).as(json.text()).doesNotContain("workflow/manual-kubectl");
    assertThat(json.rules("excepted")).contains("workflow/manual-kubectl");
  }

  private record JsonNodes(Ran ran) {
    String rules(String list) {
      try {
        StringBuilder rules = new StringBuilder();
        ran.json().at("/" + list).forEach(f -> rules.append(f.path("rule").asText()).append(' '));
        return rules.toString();
      } catch (IOException e) {
        throw new AssertionError(ran.out() + ran.err(), e);
      }
    }

    String text() {
      return ran.out();
    }
  }

  @Test
  void thePolicyFileExceptsByPathAndByFingerprint() throws Exception {
    repo.write("up.sh", "#!/bin/sh\n" + APPLY);
    repo.write("other.sh", "#!/bin/sh\n" + APPLY);
    commit("Add the bootstrap");
    String print = check("--format", "json").json().at("/findings/0/fingerprint").asText();
    repo.write(
        ".tidegate.yaml",
        """
        exceptions:
          - { rule: workflow/manual-kubectl, path: "**/up.sh", until: %2$s, reason: bootstrap }
          - rule: workflow/*
            fingerprint: %1$s
            until: %2$s
            reason: "ticket 13"
            approvedBy: ada
        """
            .formatted(print.substring(0, 12), end));
    commit("Except both");
    Ran ran = check();
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("approved by ada: ticket 13");
    repo.write("up.sh", "#!/bin/sh\n" + APPLY + "echo\n");
    commit("Change it");
    assertThat(check("--range", "HEAD~1..HEAD").code()).isZero();
    assertThat(check("--range", "HEAD~2..HEAD").code()).as("not on the base yet").isEqualTo(1);
  }

  @Test
  void anExceptionInThePolicyFileNeedsAReasonAnEndAndAPlace() throws Exception {
    Path file = folder.resolve(".tidegate.yaml");
    Files.writeString(
        file,
        """
        exceptions:
          - { rule: workflow/manual-kubectl, path: a.sh, reason: x }
          - { rule: workflow/manual-kubectl, path: a.sh, until: 2999-12-31 }
          - { rule: workflow/manual-kubectl, until: 2999-12-31, reason: x }
          - { rule: workflow/manual-kubctl, path: a.sh, until: 2999-13-31, reason: x }
        """);
    Ran ran = run("config", "check", file.toString());
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err().lines())
        .anyMatch(l -> l.contains(":2:") && l.contains("the key until is missing"))
        .anyMatch(l -> l.contains(":3:") && l.contains("the key reason is missing"))
        .anyMatch(l -> l.contains(":4:") && l.contains("needs a path or a fingerprint"))
        .anyMatch(l -> l.contains(":5:") && l.contains("no rule has this id"))
        .anyMatch(l -> l.contains(":5:") && l.contains("not a day of the calendar"));
  }

  @Test
  void anExpiredExceptionOfThePolicyFileSaysSo() {
    repo.write("up.sh", "#!/bin/sh\n" + APPLY);
    repo.write(
        ".tidegate.yaml",
        "exceptions: [ { rule: workflow/*, path: up.sh, until: 2021-03-04, reason: once } ]\n");
    commit("Add the bootstrap");
    Ran ran = check();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out().replaceAll("\\s+", " "))
        .contains("An exception by exceptions[0] of .tidegate.yaml expired on 2021-03-04 (once).");
  }

  @Test
  void anExceptionThatCoversNothingIsTold() {
    repo.write(
        ".tidegate.yaml",
        "exceptions: [ { rule: workflow/*, path: gone.sh, until: 2999-01-01, reason: once } ]\n");
    commit("Add an exception");
    assertThat(check().out()).contains("exceptions[0] of .tidegate.yaml covers nothing here");
  }
}
