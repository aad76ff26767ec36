package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.Planted;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a change takes away is to be rotated, and blocks nothing: {@code check --range}. */
final class RemovedSecretTest {
  @TempDir Path folder;
  private GitRepo git;

  @BeforeEach
  void begin() {
    git = GitRepo.in(folder);
    git.write("README.md", "# app\n");
  }

  private void removalIsTold(String what) {
    ExceptionsTest.Ran ran =
        ExceptionsTest.run("check", folder.toString(), "--range", "HEAD~1..HEAD");
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out())
        .contains("secret/removed", what, "the history keeps it", "Rotate it where it was issued.")
        .doesNotContain(Planted.value("random20"), Planted.value("github-pat"));
  }

  @Test
  void aLineThatGoes() {
    git.write("a.sh", "export T=" + Planted.value("github-pat") + "\necho\n").commit("feat: a");
    git.write("a.sh", "echo\n").commit("fix: take the token out");
    removalIsTold("GitHub");
  }

  @Test
  void aFileThatGoes() {
    git.write("v.yaml", "adminPassword: " + Planted.value("random20") + "\n").commit("feat: a");
    git.git("rm", "-q", "v.yaml");
    git.commit("fix: take the password out");
    removalIsTold("adminPassword");
  }

  @Test
  void aSecretsDataThatMakesRoomForAReference() {
    git.write(
            "s.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  pin: "
                + Planted.value("random20")
                + "\n")
        .commit("feat: a");
    git.git("rm", "-q", "s.yaml");
    git.commit("fix: take the Secret out");
    removalIsTold("of pin in a Secret");
  }
}
