package dev.tidegate.client.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.GitRepo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that is too much, and names that mean two things. */
final class LargeTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final int MEBI = 1 << 20;

  @TempDir Path temp;
  private GitRepo git;

  @BeforeEach
  void start() {
    git = GitRepo.in(temp.resolve("forge"));
  }

  private Change range(String from, String to) {
    try (LocalRepository repo = LocalRepository.open(git.directory(), Map.of(), CLOCK)) {
      return repo.range(from + ".." + to);
    }
  }

  private Verdict judge(String from, String to) {
    PolicySettings settings = PolicySettings.standard();
    try (LocalRepository repo = LocalRepository.open(git.directory(), Map.of(), CLOCK)) {
      return new PolicyEngine(RuleBook.standard(settings), settings)
          .judge(repo.range(from + ".." + to), Fleet.empty());
    }
  }

  private String huge(String base, int size) {
    String blob = git.blob(new byte[size]);
    String keep = git.blob("1");
    String tree =
        git.tree(
            GitRepo.entry("100644", "a".getBytes(UTF_8), keep),
            GitRepo.entry("100644", "disk.img".getBytes(UTF_8), blob));
    return git.commitTree(tree, "Add an image", base);
  }

  private String base() {
    return git.commitTree(
        git.tree(GitRepo.entry("100644", "a".getBytes(UTF_8), git.blob("1"))), "base");
  }

  @Test
  @DisplayName("case 64: a blob beyond every limit is judged by its size and reported, not loaded")
  void aHugeBlobIsReportedAndNotLoaded() {
    String base = base();
    String head = huge(base, 64 * MEBI);

    FileEntry entry = range(base, head).after().at("disk.img").orElseThrow();
    assertThat(entry.size()).isEqualTo(64L * MEBI);
    try (LocalRepository repo = LocalRepository.open(git.directory(), Map.of(), CLOCK)) {
      Change change = repo.range(base + ".." + head);
      assertThatThrownBy(() -> change.after().read(entry, MEBI))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(judge(base, head).judgement().findings())
        .anyMatch(f -> f.path().equals(Optional.of("disk.img")));
  }

  @Test
  @DisplayName("case 67: a pack of a few kilobytes that unpacks to very much")
  void aPackThatUnpacksToVeryMuchIsNotUnpacked() {
    String base = base();
    String head = huge(base, 200 * MEBI);
    git.git("update-ref", "refs/heads/main", head);
    git.git("repack", "-adq");

    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    Verdict verdict = judge(base, head);
    long after = runtime.totalMemory() - runtime.freeMemory();

    assertThat(verdict.judgement().findings())
        .anyMatch(f -> f.path().equals(Optional.of("disk.img")));
    assertThat(after - before).as("bytes held").isLessThan(150L * MEBI);
  }

  @Test
  @DisplayName("case 65: 100,000 files in one change")
  void aHundredThousandFilesAreAllRead() {
    StringBuilder stream = new StringBuilder();
    stream.append("commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\n");
    stream.append("data 4\nbase\n\ncommit refs/heads/main\n");
    stream.append("committer A <a@example.com> 1700000001 +0000\ndata 4\nmany\n");
    stream.append("M 100644 inline first\ndata 2\nx\n\n");
    String blob = git.blob("same");
    for (int i = 0; i < 100_000; i++) {
      stream.append("M 100644 ").append(blob).append(" d").append(i % 317).append("/f").append(i);
      stream.append('\n');
    }
    git.feed(stream.toString(), "fast-import", "--quiet");

    Change change = range("main~1", "main");

    assertThat(change.additions()).hasSize(100_001);
    assertThat(change.result()).hasSize(100_001);
  }

  @Test
  @DisplayName("case 76: a tag of the branch's name moves nothing")
  void aTagOfTheBranchsNameIsNotTheBranch() {
    String base = base();
    git.git("update-ref", "refs/heads/main", base);
    String other =
        git.commitTree(
            git.tree(GitRepo.entry("100644", "a".getBytes(UTF_8), git.blob("2"))), "other", base);
    git.git("update-ref", "refs/tags/main", other);
    RepoId repo = RepoId.of("acme/gitops");
    MirrorSource source =
        new MirrorSource(
            r -> git.directory().toUri(),
            r -> Optional.empty(),
            r -> Set.of(RefName.branch("main")));
    try (Mirrors mirrors =
        new Mirrors(temp.resolve("mirrors"), source, Duration.ofSeconds(30), CLOCK)) {
      assertThat(mirrors.tip(repo, RefName.branch("main")).orElseThrow().hex()).isEqualTo(base);
      assertThat(mirrors.tip(repo, new RefName("refs/tags/main")).orElseThrow().hex())
          .isEqualTo(other);
    }
  }

  @Test
  @DisplayName("case 84: a well-formed signature by nobody we know vouches for nothing")
  void aSignatureIsNoProofOfAnybody() {
    String base = base();
    String tree = git.tree(GitRepo.entry("100644", "a".getBytes(UTF_8), git.blob("2")));
    String armour = "PGP SIGNATURE";
    String raw =
        "tree %s\nparent %s\nauthor A <a@example.com> 1700000000 +0000\n".formatted(tree, base)
            + "committer A <a@example.com> 1700000000 +0000\n"
            + "gpgsig -----BEGIN %s-----\n \n aGVsbG8=\n =njUN\n -----END %s-----\n\nmessage\n"
                .formatted(armour, armour);
    String head = git.literal("commit", raw.getBytes(UTF_8));

    Change change = range(base, head);

    assertThat(change.commits().getFirst().signed()).isTrue();
    assertThat(change.origin()).isEqualTo(Origin.commandLine());
    assertThat(change.origin().actor()).isEmpty();
  }

  @Test
  @DisplayName("case 71: a secret between carriage returns is found like any other")
  void carriageReturnsHideNothing() {
    String base = base();
    String text = "api_key: sk-my-key\r\nname: a\r\n";
    String tree =
        git.tree(
            GitRepo.entry("100644", "a".getBytes(UTF_8), git.blob("1")),
            GitRepo.entry("100644", "c.yaml".getBytes(UTF_8), git.blob(text)));
    assertThat(judge(base, git.commitTree(tree, "crlf", base)).judgement().findings())
        .anyMatch(f -> f.rule().equals("secret/plaintext") && f.line() == 1);
  }
}
