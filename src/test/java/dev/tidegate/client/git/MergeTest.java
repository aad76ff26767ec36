package dev.tidegate.client.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.Change;
import dev.tidegate.change.Change.Oddity;
import dev.tidegate.testing.GitRepo;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits with many parents, with none, and with odd headers. */
final class MergeTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path temp;
  private GitRepo git;

  @BeforeEach
  void start() {
    git = GitRepo.in(temp);
  }

  private Change range(String from, String to) {
    try (LocalRepository repo = LocalRepository.open(temp, Map.of(), CLOCK)) {
      return repo.range(from + ".." + to);
    }
  }

  private String tree(String... namesAndContents) {
    byte[][] entries = new byte[namesAndContents.length / 2][];
    for (int i = 0; i < entries.length; i++) {
      String blob = git.blob(namesAndContents[2 * i + 1]);
      entries[i] = GitRepo.entry("100644", namesAndContents[2 * i].getBytes(UTF_8), blob);
    }
    return git.tree(entries);
  }

  private static List<String> added(Change change) {
    return change.additions().stream()
        .map(a -> a.commit().abbreviated() + " " + a.file().path())
        .toList();
  }

  private static String at(String commit, String path) {
    return commit.substring(0, 10) + " " + path;
  }

  @Test
  void judgesWhatAnEvilMergeAddsThatNoParentHas() {
    String base = git.commitTree(tree("a", "1"), "base");
    String left = git.commitTree(tree("a", "left"), "left", base);
    String right = git.commitTree(tree("a", "1", "b", "right"), "right", base);
    String merge =
        git.commitTree(tree("a", "evil", "b", "right", "c", "evil too"), "merge", left, right);
    assertThat(added(range(base, merge)))
        .containsExactlyInAnyOrder(at(left, "a"), at(right, "b"), at(merge, "a"), at(merge, "c"));
  }

  @Test
  @DisplayName("case 79: octopus merge")
  void judgesAnOctopusMergeAgainstAllItsParents() {
    String base = git.commitTree(tree("a", "1"), "base");
    String one = git.commitTree(tree("a", "1", "x", "1"), "one", base);
    String two = git.commitTree(tree("a", "1", "y", "2"), "two", base);
    String three = git.commitTree(tree("a", "1", "z", "3"), "three", base);
    String octopus =
        git.commitTree(
            tree("a", "1", "w", "new", "x", "1", "y", "2", "z", "3"), "all", one, two, three);
    Change change = range(base, octopus);
    assertThat(change.commits()).hasSize(4);
    assertThat(added(change))
        .containsExactlyInAnyOrder(at(one, "x"), at(two, "y"), at(three, "z"), at(octopus, "w"));
  }

  @Test
  @DisplayName("case 78: orphan root")
  void judgesAllOfAnOrphanRoot() {
    String base = git.commitTree(tree("a", "1"), "base");
    String orphan = git.commitTree(tree("a", "1", "b", "2"), "orphan");
    Change change = range(base, orphan);
    assertThat(added(change)).containsExactly(at(orphan, "a"), at(orphan, "b"));
    assertThat(change.oddities()).extracting(Oddity::kind).containsExactly("commit-orphan");
  }

  @Test
  void listsTheSameContentAtOnePathOnceAndWhatWasAddedAndRemoved() {
    String base = git.commitTree(tree("a", "1"), "base");
    String secret = git.commitTree(tree("a", "1", "s", "secret"), "add", base);
    String gone = git.commitTree(tree("a", "1"), "remove", secret);
    String again = git.commitTree(tree("a", "1", "s", "secret"), "add again", gone);
    String end = git.commitTree(tree("a", "1"), "remove again", again);
    Change change = range(base, end);
    assertThat(added(change)).containsExactly(at(secret, "s"));
    assertThat(change.result()).isEmpty();
  }

  @Test
  @DisplayName("case 83: garbage gpgsig; case 85: date year 2100, impossible zone")
  void findsGarbageInACommitsHeaders() {
    String base = git.commitTree(tree("a", "1"), "base");
    String tree = tree("a", "2");
    String raw =
        "tree %s\nparent %s\nauthor A <a@example.com> 4102444800 +9900\n"
            + "committer A <a@example.com> 1700000000 +0000\ngpgsig garbage\n more\n\nmessage\n";
    String head = git.literal("commit", raw.formatted(tree, base).getBytes(UTF_8));
    Change change = range(base, head);
    assertThat(change.oddities())
        .extracting(Oddity::kind)
        .contains("commit-signature", "commit-date");
    assertThat(change.commits().getFirst().signed()).isFalse();
    assertThat(change.commits().getFirst().message()).isEqualTo("message\n");
  }

  @Test
  @DisplayName("case 81: forged author; case 82: agent author, human committer")
  void keepsAuthorAndCommitterApartAndBelievesNeither() {
    String base = git.commitTree(tree("a", "1"), "base");
    git.with("GIT_AUTHOR_NAME", "agent").with("GIT_AUTHOR_EMAIL", "bot@example.com");
    Change change = range(base, git.commitTree(tree("a", "2"), "x", base));
    assertThat(change.commits().getFirst().author().name()).isEqualTo("agent");
    assertThat(change.commits().getFirst().committer().name()).isEqualTo("Ada");
    assertThat(change.origin().actor()).isEmpty();
  }
}
