package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import dev.tidegate.testing.Planted;
import dev.tidegate.testing.RunningHookd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which commits count as new, where the repository holds more than its branches reach. */
final class HookArrivalsTest {
  private static final String SECRET = Planted.expand("token: @@github-pat@@\n");
  private static RunningHookd hookd;

  @TempDir Path folder;
  private HookedServer server;
  private GitRepo work;

  @BeforeAll
  static void start() {
    hookd = new RunningHookd(HookProgram.hook());
  }

  @AfterAll
  static void stop() {
    hookd.close();
  }

  @BeforeEach
  void grow() {
    server = HookedServer.in(folder, "server.git").hooked("pre-receive");
    server.asking(hookd.socket()).launcher("echo 'fell back' >&2", "exit 1");
    work = server.work();
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main").landed()).isTrue();
  }

  /** As a fetch or a deleted branch leaves them: the objects are there, and no ref reaches them. */
  private void lies(String what) {
    work.git("--git-dir=" + server.bare(), "fetch", "-q", work.directory().toString(), what);
  }

  @Test
  void whatLiesThereWithoutARefIsJudgedWhenItIsPushed() {
    work.git("switch", "-q", "-c", "left");
    String bad = server.commit("token.yaml", SECRET, "Add the token");
    lies(bad);
    work.git("rm", "-q", "token.yaml");
    work.git("commit", "-q", "-m", "Remove the token");
    Pushed pushed = server.push("left");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("secret/plaintext " + bad.substring(0, 8));
  }

  @Test
  void whatAnyBranchHasIsOldToAllOthers() {
    work.git("switch", "-q", "-c", "old");
    server.commit("notes.md", "# Notes\n", "Add notes, " + SECRET);
    String middle = work.head();
    server.commit("more.md", "# More\n", "Add more");
    lies("old:refs/heads/old");
    assertThat(server.push(middle + ":refs/heads/again")).matches(Pushed::landed);
    work.git("switch", "-q", "-c", "on-top", middle);
    server.commit("other.md", "# Other\n", "Add another");
    assertThat(server.push("on-top")).matches(Pushed::landed);
    server.commit("again.yaml", SECRET, "Add it again");
    Pushed pushed = server.push("on-top");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("again.yaml").doesNotContain(middle.substring(0, 8));
  }

  @Test
  void aBranchThatIsGoneMakesNothingKnown() {
    work.git("switch", "-q", "-c", "gone");
    String bad = server.commit("token.yaml", SECRET, "Add the token");
    lies("gone:refs/heads/gone");
    assertThat(server.push(bad + ":refs/heads/first")).matches(Pushed::landed);
    work.git("--git-dir=" + server.bare(), "update-ref", "-d", "refs/heads/gone");
    work.git("--git-dir=" + server.bare(), "update-ref", "-d", "refs/heads/first");
    assertThat(server.push(bad + ":refs/heads/second").landed()).isFalse();
  }

  @Test
  void aRefMayNameAFileOrATreeWithoutACommitAndItIsJudged() {
    String good = work.blob("A public key\n");
    String bad = work.blob(SECRET);
    work.git("tag", "key", good);
    assertThat(server.push("key")).matches(Pushed::landed);
    work.git("tag", "-a", "-m", "Release", "folder", work.tree(entry("key.pub", good)));
    assertThat(server.push("folder")).matches(Pushed::landed);
    assertThat(server.push("key:refs/keys/second")).as("known").matches(Pushed::landed);

    work.git("tag", "token.yaml", bad);
    Pushed file = server.push("token.yaml");
    assertThat(file.landed()).isFalse();
    assertThat(file.text())
        .contains("secret/plaintext " + bad.substring(0, 8) + " token.yaml:1", "Rotate it")
        .contains("names the content itself")
        .doesNotContain("git commit");
    String tree = work.tree(entry("a.yaml", bad));
    work.git("tag", "-a", "-m", "Release", "tree", tree);
    Pushed folder = server.push("tree");
    assertThat(folder.landed()).isFalse();
    assertThat(folder.text()).contains("secret/plaintext " + tree.substring(0, 8) + " a.yaml:1");
    assertThat(server.push(tree + ":refs/trees/bare").text()).contains("secret/plaintext");
    work.git("tag", "-a", "-m", "Token " + SECRET, "said", good);
    assertThat(server.push("said").text()).contains("secret/commit-text");

    work.git("tag", "-f", "key", work.head());
    assertThat(server.push("-f", "key")).as("from a file to a commit").matches(Pushed::landed);
    work.git("tag", "-f", "key", bad);
    assertThat(server.push("-f", "key").text()).contains("secret/plaintext");
    assertThat(server.push("--delete", "folder")).matches(Pushed::landed);
  }

  @Test
  void aPolicyThatCannotBeUsedLetsNothingPassAndTheAdminIsToldHowToMendIt() {
    server.commit(".tidegate.yaml", "rules: {x: [\n", "Break the policy");
    lies("main:refs/heads/main");
    server.commit(".tidegate.yaml", "rules: {}\n", "Mend the policy");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text().replaceAll("\\s+(remote:)?\\s*", " "))
        .contains(".tidegate.yaml:2:1: not readable as YAML", "git fetch CLONE BRANCH:BRANCH");
    lies("main:refs/heads/main");
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main")).matches(Pushed::landed);
  }

  @Test
  void aLineThatAFullDiskCutOffSpoilsNoOther() throws Exception {
    Path log = server.state().resolve("hooks.jsonl");
    Files.writeString(log, "{\"id\":\"0123456789\",\"reas", StandardOpenOption.APPEND);
    server.commit("token.yaml", SECRET, "Add the token");
    assertThat(server.push("main").landed()).isFalse();
    List<String> lines = server.log().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.getLast()).startsWith("{\"time\":").endsWith("}");
    assertThat(server.log()).endsWith("\n");
  }

  @Test
  void theMessageHasNoGaps() {
    List<String> said = server.push("--delete", "main").said();
    assertThat(String.join("\n", said)).contains("commit/force-push").doesNotContain("\n\n\n");
  }

  private static byte[] entry(String name, String blob) {
    return GitRepo.entry("100644", name.getBytes(StandardCharsets.UTF_8), blob);
  }
}
