package dev.tidegate.client.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mirrors of a real repository that stands in for the forge. */
final class MirrorsTest {
  private static final RepoId REPO = RepoId.of("acme/gitops");
  private static final RefName MAIN = RefName.branch("main");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path temp;
  private GitRepo forge;
  private Mirrors mirrors;

  @BeforeEach
  void start() {
    forge = GitRepo.in(temp.resolve("forge"));
    mirrors = mirrors(temp.resolve("mirrors"));
  }

  @AfterEach
  void stop() {
    mirrors.close();
  }

  private Mirrors mirrors(Path directory) {
    MirrorSource source =
        new MirrorSource(
            r -> temp.resolve("forge").toUri(), r -> Optional.empty(), r -> Set.of(MAIN));
    return new Mirrors(directory, source, Duration.ofSeconds(30), CLOCK);
  }

  private static Origin pushTo(String branch) {
    return new Origin(
        Origin.Door.PUSH, Optional.of(RefName.branch(branch)), Optional.of("ada"), false);
  }

  private Change push(String before, String after, String branch) {
    return mirrors.push(
        REPO,
        before.isEmpty() ? Optional.empty() : Optional.of(new CommitId(before)),
        new CommitId(after),
        pushTo(branch));
  }

  private static List<String> added(Change change) {
    return change.additions().stream().map(a -> a.file().path()).toList();
  }

  private static List<String> subjects(Change change) {
    return change.commits().stream().map(Commit::subject).toList();
  }

  @Test
  void judgesAPushFromBeforeToAfter() {
    String before = forge.write("a.txt", "1").commit("first");
    forge.write("b.txt", "2").commit("second");
    String after = forge.write("c.txt", "3").commit("third");

    Change change = push(before, after, "main");

    assertThat(change.base()).contains(new CommitId(before));
    assertThat(subjects(change)).containsExactly("second", "third");
    assertThat(added(change)).containsExactly("b.txt", "c.txt");
    assertThat(mirrors.tip(REPO, MAIN)).contains(new CommitId(after));
    assertThat(mirrors.tip(REPO, RefName.branch("no"))).isEmpty();
    assertThat(mirrors.isAncestor(REPO, new CommitId(before), new CommitId(after))).isTrue();
    assertThat(mirrors.isAncestor(REPO, new CommitId(after), new CommitId(before))).isFalse();
    assertThat(mirrors.tree(REPO, new CommitId(before)).at("b.txt")).isEmpty();
  }

  @Test
  void judgesAPullRequestFromTheMergeBase() {
    String base = forge.write("a.txt", "1").commit("first");
    forge.git("checkout", "-q", "-b", "feature");
    String head = forge.write("f.txt", "f").commit("feature work");
    forge.git("checkout", "-q", "main");
    forge.write("m.txt", "m").commit("main moved on");
    forge.git("update-ref", "refs/pull/7/head", head);
    forge.git("branch", "-q", "-D", "feature");

    Change change = mirrors.pullRequest(REPO, 7, MAIN, new CommitId(head), pushTo("main"));

    assertThat(change.base()).contains(new CommitId(base));
    assertThat(subjects(change)).containsExactly("feature work");
    assertThat(added(change)).containsExactly("f.txt");
    assertThat(change.result()).extracting(p -> p.path()).containsExactly("f.txt");
  }

  @Test
  @DisplayName("case 75: all-zero after-SHA")
  void refusesToJudgeADeletedRef() {
    String before = forge.write("a.txt", "1").commit("first");
    assertThatThrownBy(() -> push(before, "0".repeat(40), "main"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("deleted");
  }

  @Test
  void twoNewBranchesOfOnePushDoNotHideTheirCommonCommits() {
    String base = forge.write("a.txt", "1").commit("first");
    forge.git("checkout", "-q", "-b", "one");
    forge.write("shared.txt", "s").commit("shared");
    String one = forge.write("one.txt", "1").commit("one");
    forge.git("checkout", "-q", "-b", "two", "HEAD~1");
    String two = forge.write("two.txt", "2").commit("two");

    assertThat(subjects(push("", one, "one"))).containsExactly("shared", "one");
    assertThat(subjects(push("", two, "two"))).containsExactly("shared", "two");
    assertThat(push("", two, "two").base()).contains(new CommitId(base));
  }

  @Test
  void aNewProtectedBranchDoesNotCountAsKnownForItself() {
    String head = forge.write("a.txt", "1").commit("first");
    Change change = push("0".repeat(40), head, "main");
    assertThat(subjects(change)).containsExactly("first");
    assertThat(change.base()).isEmpty();
  }

  @Test
  @DisplayName("case 77: force push")
  void judgesTheNewCommitsOfAForcePush() {
    String base = forge.write("a.txt", "1").commit("first");
    String dropped = forge.write("dropped.txt", "d").commit("dropped");
    mirrors.fetch(REPO);
    forge.git("reset", "-q", "--hard", base);
    String after = forge.write("new.txt", "n").commit("rewritten");

    Change change = push(dropped, after, "main");

    assertThat(subjects(change)).containsExactly("rewritten");
    assertThat(added(change)).containsExactly("new.txt");
    assertThat(change.result()).extracting(p -> p.path()).containsExactly("dropped.txt", "new.txt");
  }

  @Test
  void fetchesACommitThatNoRefHas() {
    String base = forge.write("a.txt", "1").commit("first");
    String lost = forge.write("lost.txt", "l").commit("lost");
    forge.git("reset", "-q", "--hard", base);
    mirrors.fetch(REPO);
    assertThat(added(push(base, lost, "main"))).containsExactly("lost.txt");
  }

  @Test
  @DisplayName("case 80: missing object")
  void saysThatACommitIsNotThere() {
    String base = forge.write("a.txt", "1").commit("first");
    assertThatThrownBy(() -> push(base, "1".repeat(40), "main"))
        .isInstanceOfSatisfying(RemoteException.class, e -> assertThat(e.retryable()).isFalse())
        .hasMessageContaining("acme/gitops")
        .hasMessageContaining("commit");
  }

  @Test
  void makesABrokenMirrorAnew() throws IOException {
    String before = forge.write("a.txt", "1").commit("first");
    String after = forge.write("b.txt", "2").commit("second");
    push(before, after, "main");
    Path mirror = temp.resolve("mirrors/acme+gitops.git");
    for (String broken : List.of("objects", "HEAD", "config")) {
      mirrors.close();
      destroy(mirror.resolve(broken));
      mirrors = mirrors(temp.resolve("mirrors"));
      assertThat(added(push(before, after, "main"))).as(broken).containsExactly("b.txt");
    }
  }

  /** Leaves what is there, but cut in half. */
  private static void destroy(Path what) throws IOException {
    try (Stream<Path> files = Files.walk(what)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        file.toFile().setWritable(true);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      }
    }
  }

  @Test
  void followsABranchThatBecameAFolderOfBranches() {
    String first = forge.write("a.txt", "1").commit("first");
    forge.git("branch", "x");
    mirrors.fetch(REPO);
    forge.git("branch", "-D", "x");
    forge.git("branch", "x/y");
    String after = forge.write("b.txt", "2").commit("second");
    assertThat(added(push(first, after, "main"))).containsExactly("b.txt");
  }

  @Test
  void saysWhichRepositoryCannotBeFetched() {
    MirrorSource source =
        new MirrorSource(
            r -> temp.resolve("absent").toUri(), r -> Optional.empty(), r -> Set.of(MAIN));
    try (Mirrors none = new Mirrors(temp.resolve("m2"), source, Duration.ofSeconds(5), CLOCK)) {
      assertThatThrownBy(() -> none.fetch(REPO))
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("acme/gitops");
    }
  }
}
