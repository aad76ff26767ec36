package dev.tidegate.client.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.Change;
import dev.tidegate.change.Change.Oddity;
import dev.tidegate.change.Change.OddityKind.Weight;
import dev.tidegate.testing.GitRepo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees that no honest git writes, built with its plumbing; {@code git fsck} is the oracle. */
final class HostileTreeTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path temp;
  private GitRepo git;
  private String blob;

  @BeforeEach
  void start() {
    git = GitRepo.in(temp);
    blob = git.blob("content\n");
  }

  private Change judge(String tree) {
    String commit = git.commitTree(tree, "hostile");
    try (LocalRepository repo = LocalRepository.open(temp, Map.of(), CLOCK)) {
      return repo.tree(commit);
    }
  }

  private static Set<String> kinds(Change change) {
    return change.oddities().stream().map(Oddity::kind).collect(Collectors.toSet());
  }

  private static boolean refused(Change change) {
    return change.oddities().stream().anyMatch(o -> o.weight() == Weight.REFUSE);
  }

  private byte[] file(String name) {
    return GitRepo.entry("100644", name.getBytes(UTF_8), blob);
  }

  private byte[] link(String name, String target) {
    return GitRepo.entry("120000", name.getBytes(UTF_8), git.blob(target));
  }

  private byte[] folder(String name, String tree) {
    return GitRepo.entry("40000", name.getBytes(UTF_8), tree);
  }

  @ParameterizedTest(name = "case {0}: {2}")
  @CsvSource({
    "45, .., path-traversal",
    "45, ../x, path-traversal",
    "46, /etc/passwd, path-traversal",
    "47, .git, path-dot-git",
    "48, .GIT, path-dot-git",
    "49, git~1, path-dot-git",
    "50, .g\u200cit, path-dot-git",
    "51, '.git ', path-dot-git",
    "51, .git., path-dot-git",
    "52, .git::$INDEX_ALLOCATION, path-dot-git",
    "53, a\\..\\x, path-traversal",
    "53, a\\.git\\hooks, path-dot-git",
    "59, 'plain\r', path-control",
    "73, 'a\u001b[31m', path-control",
    "73, 'a\nb', path-control",
    "73, a\u202eb, path-control"
  })
  void refusesANameThatSomeFileSystemTakesForSomethingElse(int id, String name, String kind) {
    Change change = judge(git.tree(file(name)));
    assertThat(kinds(change)).as("case %d", id).contains(kind);
    assertThat(refused(change)).isTrue();
    assertThat(change.oddities().getFirst().path().orElseThrow())
        .doesNotContain("\u001b", "\n", "\r", "\u202e");
  }

  @Test
  @DisplayName("oracle: whatever git fsck calls an error or warning about a tree is an oddity here")
  void findsWhatGitFsckFinds() {
    for (String name : Set.of(".", "..", ".git", ".GIT", "git~1", ".g\u200cit", ".git ", "a/b")) {
      String tree = git.tree(file(name));
      String commit = git.commitTree(tree, "x");
      GitRepo.Result fsck = git.attempt(new byte[0], "fsck", "--strict", commit);
      assertThat(fsck.errors()).as("git fsck about %s", name).contains(tree);
      assertThat(refused(judge(tree))).as("%s", name).isTrue();
    }
  }

  @Test
  void findsADotGitDeepInATreeAndOnlyOnce() {
    String inner = git.tree(folder(".git", git.tree(file("config"))));
    Change change = judge(git.tree(folder("a", inner)));
    assertThat(kinds(change)).containsExactly("path-dot-git");
    assertThat(change.oddities().getFirst().path()).contains("a/.git");
  }

  @Test
  @DisplayName("case 54: symlink /etc/passwd")
  void refusesALinkOutOfTheRepository() {
    assertThat(kinds(judge(git.tree(link("l", "/etc/passwd"))))).containsExactly("symlink-outside");
    assertThat(kinds(judge(git.tree(link("l", "../x"))))).containsExactly("symlink-outside");
    assertThat(kinds(judge(git.tree(link("l", ".git/hooks"))))).containsExactly("symlink-outside");
  }

  @Test
  @DisplayName("case 55: symlink chain")
  void followsAChainOfLinks() {
    String sub = git.tree(link("up", ".."));
    Change escapes = judge(git.tree(link("l", "s/up/../x"), folder("s", sub)));
    assertThat(kinds(escapes)).contains("symlink-outside");
    Change inside = judge(git.tree(file("f"), link("l1", "l2"), link("l2", "f")));
    assertThat(kinds(inside)).containsExactly("symlink-chain");
    assertThat(refused(inside)).isFalse();
  }

  @Test
  @DisplayName("case 55: a new link bends where an old one leads")
  void checksOldLinksAgainWhenALinkIsAdded() {
    String plain = git.tree(folder("up", git.tree(file("f"))));
    String before = git.tree(link("l", "s/up/../x"), folder("s", plain));
    String after = git.tree(link("l", "s/up/../x"), folder("s", git.tree(link("up", ".."))));
    String base = git.commitTree(before, "harmless");
    String head = git.commitTree(after, "bend", base);
    try (LocalRepository repo = LocalRepository.open(temp, Map.of(), CLOCK)) {
      Change change = repo.range(base + ".." + head);
      assertThat(change.oddities())
          .extracting(o -> o.kind() + " " + o.path().orElse(""))
          .contains("symlink-outside l");
    }
  }

  @Test
  @DisplayName("case 56: symlink loop")
  void refusesALoopOfLinks() {
    assertThat(kinds(judge(git.tree(link("a", "b"), link("b", "a")))))
        .containsExactly("symlink-loop");
  }

  @Test
  @DisplayName("case 57: symlinked .gitmodules")
  void refusesGitsOwnFilesAsLinks() {
    assertThat(kinds(judge(git.tree(link(".gitmodules", "f"), file("f")))))
        .contains("symlink-special");
    assertThat(kinds(judge(git.tree(link("GITMOD~1", "f"), file("f")))))
        .contains("symlink-special", "path-dot-git");
  }

  @ParameterizedTest(name = "case {0}: {1}")
  @CsvSource({
    "58, '[submodule \"../../x\"]\n\tpath = a\n\turl = https://example.com/a\n'",
    "59, '[submodule \"x\"]\n\tpath = \"a\\\\r\"\n\turl = https://example.com/\\u0001\n'",
    "60, '[submodule \"x\"]\n\tpath = a\n\turl = https://example.com/a\n\tupdate = !sh\n'",
    "60, '[submodule \"x\"]\n\tpath = a\n\turl = -u./payload\n'",
    "60, '[submodule \"x\"]\n\tpath = a\n\turl = ext::sh -c x\n'",
    "60, '[submodule \"x'"
  })
  void refusesAHostileGitmodules(int id, String content) {
    String hostile = git.blob(content);
    Change change =
        judge(git.tree(GitRepo.entry("100644", ".gitmodules".getBytes(UTF_8), hostile)));
    assertThat(kinds(change)).as("case %d", id).containsExactly("submodule-config");
  }

  @Test
  void letsAPlainSubmoduleBeLookedAtByAHuman() {
    String modules =
        git.blob("[submodule \"x\"]\n\tpath = lib/x\n\turl = https://example.com/a.git\n");
    Change change =
        judge(
            git.tree(
                GitRepo.entry("100644", ".gitmodules".getBytes(UTF_8), modules),
                GitRepo.entry("160000", "lib".getBytes(UTF_8), "1".repeat(40))));
    assertThat(kinds(change)).containsExactly("submodule");
    assertThat(change.oddities().getFirst().weight()).isEqualTo(Weight.ASK);
  }

  @Test
  @DisplayName("case 61: LFS pointer; case 62: .lfsconfig; case 63: .gitattributes filter")
  void tellsWhatIsNotJudgedOrWouldRunAProgram() {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0".repeat(64)
            + "\nsize 12345\n";
    Change change =
        judge(
            git.tree(
                GitRepo.entry(
                    "100644", ".gitattributes".getBytes(UTF_8), git.blob("* filter=evil -diff\n")),
                GitRepo.entry(
                    "100644", ".lfsconfig".getBytes(UTF_8), git.blob("[lfs]\nurl = https://x\n")),
                GitRepo.entry("100644", "big.bin".getBytes(UTF_8), git.blob(pointer))));
    assertThat(kinds(change))
        .containsExactlyInAnyOrder(
            "attributes-filter", "attributes-hide", "lfs-config", "lfs-pointer");
  }

  @Test
  @DisplayName("case 68: unsorted tree; case 69: duplicate entries; case 70: zero-padded mode")
  void refusesATreeOutOfForm() {
    assertThat(kinds(judge(git.tree(file("b"), file("a"))))).containsExactly("tree-unsorted");
    assertThat(kinds(judge(git.tree(file("a"), file("a"))))).containsExactly("tree-duplicate");
    String sub = git.tree(file("x"));
    assertThat(kinds(judge(git.tree(file("a"), file("a.b"), folder("a", sub)))))
        .containsExactly("tree-duplicate");
    assertThat(kinds(judge(git.tree(GitRepo.entry("0100644", "a".getBytes(UTF_8), blob)))))
        .containsExactly("tree-mode");
    assertThat(kinds(judge(git.tree(GitRepo.entry("100600", "a".getBytes(UTF_8), blob)))))
        .containsExactly("tree-mode");
    assertThat(kinds(judge(git.literal("tree", "100644 cut".getBytes(UTF_8)))))
        .containsExactly("tree-malformed");
  }

  @Test
  @DisplayName("case 69: of two entries of one name, both contents are judged")
  void hidesNoContentBehindADuplicate() {
    String other = git.blob("other");
    Change change = judge(git.tree(file("a"), GitRepo.entry("100644", "a".getBytes(UTF_8), other)));
    assertThat(change.additions())
        .extracting(a -> a.file().blob().hex())
        .containsExactlyInAnyOrder(blob, other);
  }

  @Test
  @DisplayName("case 72: invalid UTF-8 path")
  void refusesAPathThatIsNotUtf8AndStillReadsIt() {
    byte[] name = {'a', (byte) 0xff, 'b'};
    Change change = judge(git.tree(GitRepo.entry("100644", name, blob)));
    assertThat(kinds(change)).containsExactly("path-not-utf8");
    assertThat(change.after().at("a\uFFFDb")).isPresent();
  }

  @Test
  @DisplayName("case 74: homoglyph path")
  void letsAHumanLookAtLookAlikeLetters() {
    Change change = judge(git.tree(file("kubern\u0435tes")));
    assertThat(kinds(change)).containsExactly("path-lookalike");
    assertThat(change.oddities().getFirst().detail()).contains("U+0435");
    assertThat(kinds(judge(git.tree(file("r\u00e9sum\u00e9.md"))))).isEmpty();
  }

  @Test
  @DisplayName("case 66: depth-10k tree")
  void endsOnATreeTenThousandFoldersDeep() throws Exception {
    String tree = deep(10_000);
    Change change = judge(tree);
    assertThat(kinds(change)).containsExactly("path-too-long");
    assertThat(refused(change)).isTrue();
  }

  /** Writes the loose objects itself: ten thousand runs of git would take minutes. */
  private String deep(int depth) throws Exception {
    byte[] raw = file("f");
    String id = "";
    for (int i = 0; i < depth; i++) {
      byte[] head = ("tree " + raw.length + "\0").getBytes(UTF_8);
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(head);
      id = HexFormat.of().formatHex(sha.digest(raw));
      Path object = temp.resolve(".git/objects").resolve(id.substring(0, 2));
      Files.createDirectories(object);
      try (var out =
          new DeflaterOutputStream(Files.newOutputStream(object.resolve(id.substring(2))))) {
        out.write(head);
        out.write(raw);
      }
      raw = folder("d", id);
    }
    return id;
  }
}
