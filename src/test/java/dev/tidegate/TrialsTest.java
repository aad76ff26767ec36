package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy tried on cases, on history and on what stands today. */
final class TrialsTest {
  private static final String APPLY = "#!/bin/sh\nkubectl apply -k x\n";

  @TempDir Path folder;

  private static void commit(GitRepo repo, String message) {
    repo.git("add", "-A");
    repo.git("commit", "-qm", message);
  }

  private GitRepo repository() {
    GitRepo repo = GitRepo.in(folder.resolve("gitops"));
    repo.write("README.md", "A sample\n");
    repo.write("old.sh", APPLY);
    commit(repo, "Begin the sample");
    return repo;
  }

  @Test
  void theExamplesPolicyJudgesAsItsCasesSay() {
    var ran = ExceptionsTest.run("policy", "test", "examples/policy");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains(" passed, 0 failed");
    assertThat(ExceptionsTest.run("policy", "check", "examples/policy").code()).isZero();
  }

  @Test
  void aCaseThatIsJudgedOtherwiseIsShownAsADifference() throws Exception {
    Files.writeString(folder.resolve(".tidegate.yaml"), "rules: {}\n");
    Files.createDirectories(folder.resolve("tests"));
    Files.writeString(
        folder.resolve("tests/a.yaml"),
        """
        - name: shell
          files: { up.sh: "#!/bin/sh\\nkubectl apply -k x\\n" }
          expect: [ "deny workflow/manual-kubectl up.sh:3" ]
        """);
    var ran = ExceptionsTest.run("policy", "test", folder.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out())
        .contains("a.yaml:1: shell")
        .contains("  - deny workflow/manual-kubectl up.sh:3")
        .contains("  + deny workflow/manual-kubectl up.sh:2 ")
        .contains("0 passed, 1 failed");
    Files.writeString(folder.resolve("tests/a.yaml"), "- { name: x, file: {}, expect: [ no ] }\n");
    var broken = ExceptionsTest.run("policy", "test", folder.toString());
    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err()).contains("unknown key file").contains("not a finding: no");
  }

  @Test
  void aReplayTellsWhatWouldHaveBeenDeniedAndWhatBecameOfIt() throws Exception {
    GitRepo repo = repository();
    repo.write("up.sh", APPLY);
    commit(repo, "Deploy by hand");
    repo.write("old.sh", APPLY + "echo\n");
    commit(repo, "Touch an old script");
    repo.write("up.sh", "#!/bin/sh\n");
    commit(repo, "Deploy by Argo CD");
    repo.write("down.sh", "#!/bin/sh\nkubectl delete ns shop\n");
    commit(repo, "Clean up by hand");
    String dir = repo.directory().toString();
    var text = ExceptionsTest.run("replay", dir, "--since", "HEAD~4");
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("4 changes replayed: 2 would have been denied")
        .contains("workflow/manual-kubectl: 2 of 4 changes (50 %), 2 findings")
        .contains("1 still stand, 1 were removed later")
        .contains("Deploy by hand: up.sh:2, gone 2 changes later")
        .contains("hint: ");
    Path off =
        Files.writeString(
            folder.resolve(".tidegate.off.yaml"), "rules: { workflow/manual-kubectl: off }\n");
    var json =
        ExceptionsTest.run(
            "replay", dir, "--since", "HEAD~4", "--config", off.toString(), "--format", "json");
    assertThat(json.json().path("changes").asInt()).isEqualTo(4);
    assertThat(json.json().path("denied").asInt()).isZero();
  }

  @Test
  void aBaselineLetsAnOldRepositoryStartGreenAndOnlyShrinks() throws Exception {
    GitRepo repo = repository();
    repo.write("two words.sh", APPLY);
    commit(repo, "Add another");
    String dir = repo.directory().toString();
    assertThat(ExceptionsTest.run("check", dir).code()).isEqualTo(1);
    String file = repo.directory().resolve(".tidegate-baseline.yaml").toString();
    var wrote = ExceptionsTest.run("baseline", dir, "--write", file);
    assertThat(wrote.code()).as(wrote.err()).isZero();
    assertThat(wrote.out()).contains("2 findings listed");
    assertThat(ExceptionsTest.run("baseline", dir, "--write", file).code()).isEqualTo(2);
    commit(repo, "List what stands");
    var green = ExceptionsTest.run("check", dir);
    assertThat(green.code()).as(green.out()).isZero();
    assertThat(green.out()).contains("2 excepted").contains("by the baseline");

    repo.write("old.sh", "#!/bin/sh\necho moved\nkubectl apply -k x\n");
    commit(repo, "Move the line");
    assertThat(ExceptionsTest.run("check", dir, "--range", "HEAD~1..HEAD").code()).isZero();
    repo.write("old.sh", "#!/bin/sh\n");
    commit(repo, "Mend it");
    assertThat(ExceptionsTest.run("check", dir).out()).contains("1 of the baseline's entries");
    repo.write("old.sh", APPLY);
    commit(repo, "Bring it back");
    var back = ExceptionsTest.run("check", dir, "--range", "HEAD~1..HEAD");
    assertThat(back.code()).isEqualTo(1);
    assertThat(back.out().replaceAll("\\s+", " ")).contains("new again");
    repo.git("revert", "--no-edit", "HEAD");
    var less = ExceptionsTest.run("baseline", dir, "--update");
    assertThat(less.out()).contains("1 entries taken out, 1 left");
    assertThat(Files.readString(Path.of(file))).contains("two words.sh").doesNotContain("old.sh");
    assertThat(ExceptionsTest.run("policy", "check", dir).out()).contains("no problem found");
  }
}
