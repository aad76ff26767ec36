package dev.tidegate.client.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.FileEntry;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.trouble.RemoteException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of repositories on this machine, made by the real git. */
final class LocalRepositoryTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path temp;

  private static LocalRepository open(Path folder) {
    return LocalRepository.open(folder, Map.of(), CLOCK);
  }

  private static List<String> added(Change change) {
    return change.additions().stream().map(a -> a.file().path()).toList();
  }

  @Test
  void readsTheCommitsAndContentOfARange() {
    GitRepo git = GitRepo.in(temp);
    String base = git.write("kept.txt", "same").write("a/b.yaml", "one: 1\n").commit("first");
    String middle = git.write("a/b.yaml", "token: x\n").commit("second\n\nwith a body");
    String head = git.write("a/b.yaml", "one: 2\n").write("run.sh", "ls").commit("third");

    try (LocalRepository repo = open(temp)) {
      Change change = repo.range(base + ".." + head);

      assertThat(change.base().orElseThrow().hex()).isEqualTo(base);
      assertThat(change.head().hex()).isEqualTo(head);
      assertThat(change.commits()).extracting(Commit::subject).containsExactly("second", "third");
      assertThat(change.commits().getFirst().message()).isEqualTo("second\n\nwith a body\n");
      assertThat(change.commits().getFirst().author().email()).isEqualTo("ada@example.com");
      assertThat(added(change)).containsExactly("a/b.yaml", "a/b.yaml", "run.sh");
      Addition first = change.additions().getFirst();
      assertThat(first.commit().hex()).isEqualTo(middle);
      assertThat(first.previous().orElseThrow().size()).isEqualTo(7);
      assertThat(change.after().read(first.file(), 100))
          .isEqualTo("token: x\n".getBytes(StandardCharsets.UTF_8));
      assertThat(change.result()).extracting(p -> p.path()).containsExactly("a/b.yaml", "run.sh");
      assertThat(change.oddities()).isEmpty();
    }
  }

  @Test
  void anAnnotatedTagNamesItsCommitEvenBehindAnotherTag() {
    GitRepo git = GitRepo.in(temp);
    String first = git.write("a.txt", "one").commit("first");
    git.git("tag", "-a", "v1", "-m", "v1");
    git.git("tag", "-a", "v1-again", "-m", "again", "v1");
    git.git("tag", "-a", "tree", "-m", "a tree", "HEAD^{tree}");
    git.write("b.txt", "two").commit("second");
    try (LocalRepository repo = open(temp)) {
      for (String name : List.of("v1", "v1-again", "refs/tags/v1")) {
        assertThat(repo.tree(name).head().hex()).isEqualTo(first);
        assertThat(added(repo.range(name + "..HEAD"))).containsExactly("b.txt");
      }
      assertThatThrownBy(() -> repo.tree("tree")).hasMessageContaining("names a tree");
    }
  }

  @Test
  void listsWhatIsStagedAndNotWhatLiesInTheWorkTree() {
    GitRepo git = GitRepo.in(temp);
    git.write("a.txt", "one").write("gone.txt", "x").commit("first");
    git.write("dir/staged.txt", "staged").git("add", "-A");
    git.git("rm", "-q", "--cached", "gone.txt");
    git.write("dir/staged.txt", "changed later").write("unstaged.txt", "no");

    try (LocalRepository repo = open(temp.resolve("dir"))) {
      Change change = repo.staged();

      assertThat(change.head().isNone()).isTrue();
      assertThat(added(change)).containsExactly("dir/staged.txt");
      FileEntry staged = change.additions().getFirst().file();
      assertThat(change.after().read(staged, 100)).asString().isEqualTo("staged");
      assertThat(change.after().under(""))
          .extracting(FileEntry::path)
          .containsExactly("a.txt", "dir/staged.txt");
      assertThat(change.result())
          .extracting(p -> p.path() + " " + p.deleted())
          .containsExactly("dir/staged.txt false", "gone.txt true");
    }
  }

  @Test
  void judgesWhatIsStagedBeforeTheFirstCommit() {
    GitRepo git = GitRepo.in(temp);
    git.write("a.txt", "one").git("add", "-A");
    try (LocalRepository repo = open(temp)) {
      Change change = repo.staged();
      assertThat(added(change)).containsExactly("a.txt");
      assertThat(change.base()).isEmpty();
    }
  }

  @Test
  void honoursTheIndexThatGitGivesItsHooks() {
    GitRepo git = GitRepo.in(temp);
    git.write("a.txt", "one").commit("first");
    git.write("b.txt", "two");
    git.with("GIT_INDEX_FILE", "other.index").git("read-tree", "HEAD");
    git.git("add", "b.txt");
    Map<String, String> hook = Map.of("GIT_INDEX_FILE", "other.index");
    try (LocalRepository repo = LocalRepository.open(temp, hook, CLOCK)) {
      assertThat(added(repo.staged())).containsExactly("b.txt");
    }
  }

  @Test
  void takesTheWholeTreeOfARevisionAsAdded() {
    GitRepo git = GitRepo.in(temp);
    String first = git.write("a.txt", "one").write("b/c.txt", "two").commit("first");
    git.write("d.txt", "x").commit("second");
    try (LocalRepository repo = open(temp)) {
      Change change = repo.tree("HEAD~1");
      assertThat(change.commits()).extracting(c -> c.id().hex()).containsExactly(first);
      assertThat(added(change)).containsExactly("a.txt", "b/c.txt");
      assertThat(change.base()).isEmpty();
      assertThat(change.result()).hasSize(2);
    }
  }

  @Test
  void readsALinkedWorkTreeAndABareRepository() {
    Path main = temp.resolve("main");
    GitRepo git = GitRepo.in(main);
    git.write("a.txt", "one").commit("first");
    git.git("worktree", "add", "-q", "-b", "side", temp.resolve("side").toString());
    GitRepo side = GitRepo.at(temp.resolve("side"));
    side.write("b.txt", "two").commit("on side");
    side.write("c.txt", "three").git("add", "-A");
    git.git("clone", "-q", "--bare", main.toString(), temp.resolve("bare.git").toString());

    try (LocalRepository repo = open(temp.resolve("side"))) {
      assertThat(added(repo.range("main..HEAD"))).containsExactly("b.txt");
      assertThat(added(repo.staged())).containsExactly("c.txt");
    }
    try (LocalRepository repo = open(temp.resolve("bare.git"))) {
      assertThat(repo.name().fullName()).isEqualTo("local/bare");
      assertThat(added(repo.range("main..side"))).containsExactly("b.txt");
      assertThatThrownBy(repo::staged).hasMessageContaining("no index");
    }
  }

  @Test
  void seesQuarantinedObjectsThroughAQuotedAlternateWithAColon() throws Exception {
    Path odd = temp.resolve("with:colon");
    GitRepo git = GitRepo.in(odd);
    String base = git.write("a.txt", "one").commit("first");
    Path quarantine = Files.createDirectories(temp.resolve("incoming"));
    git.with("GIT_OBJECT_DIRECTORY", quarantine.toString());
    git.with("GIT_ALTERNATE_OBJECT_DIRECTORIES", "\"" + odd + "/.git/objects\"");
    String tree =
        git.tree(
            GitRepo.entry("100644", "n.txt".getBytes(StandardCharsets.UTF_8), git.blob("new")));
    String head = git.commitTree(tree, "new", base);

    Map<String, String> hook =
        Map.of(
            "GIT_OBJECT_DIRECTORY",
            quarantine.toString(),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "\"" + odd + "/.git/objects\"");
    try (LocalRepository repo = LocalRepository.open(odd, hook, CLOCK)) {
      assertThat(added(repo.range(base + ".." + head))).containsExactly("n.txt");
    }
    try (LocalRepository repo = open(odd)) {
      assertThatThrownBy(() -> repo.range(base + ".." + head)).isInstanceOf(RemoteException.class);
    }
  }

  @Test
  void saysWhatIsWrongWithAFolderThatIsNoRepository() {
    assertThatThrownBy(() -> open(temp))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("not in a git repository");
    assertThatThrownBy(() -> open(temp.resolve("absent"))).hasMessageContaining("not a folder");
  }

  @Test
  void saysWhichRevisionIsUnknown() {
    GitRepo git = GitRepo.in(temp);
    try (LocalRepository repo = open(temp)) {
      assertThatThrownBy(() -> repo.tree("HEAD")).hasMessageContaining("no commit yet");
      git.write("a", "b").commit("first");
      assertThatThrownBy(() -> repo.range("nowhere..HEAD")).hasMessageContaining("'nowhere'");
      assertThatThrownBy(() -> repo.range("HEAD")).hasMessageContaining("A..B");
      assertThatThrownBy(() -> repo.range("HEAD...HEAD")).hasMessageContaining("A..B");
    }
  }

  @Test
  @DisplayName("case 86: SHA-256 repository")
  void refusesSha256ObjectNamesClearly() {
    GitRepo.in(temp, "--object-format=sha256").write("a", "b").commit("first");
    assertThatThrownBy(() -> open(temp))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("sha256")
        .hasMessageContaining("not supported");
  }

  @Test
  @DisplayName("case 80: shallow clone")
  void saysWhatToDoInAShallowClone() {
    GitRepo git = GitRepo.in(temp.resolve("full"));
    for (int i = 0; i < 5; i++) {
      git.write("a.txt", "v" + i).commit("c" + i);
    }
    String url = "file://" + temp.resolve("full");
    git.git("clone", "-q", "--depth", "2", url, temp.resolve("shallow").toString());
    try (LocalRepository repo = open(temp.resolve("shallow"))) {
      assertThat(added(repo.range("HEAD~1..HEAD"))).containsExactly("a.txt");
      assertThat(added(repo.tree("HEAD"))).containsExactly("a.txt");
      git.git("checkout", "-q", "--orphan", "elsewhere");
      String other = git.write("z", "z").commit("unrelated");
      GitRepo.at(temp.resolve("shallow")).git("fetch", "-q", "--depth", "1", url, other);
      assertThatThrownBy(() -> repo.range(other + "..HEAD"))
          .hasMessageContaining("shallow")
          .hasMessageContaining("--unshallow");
    }
  }
}
