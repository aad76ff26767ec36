package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.Planted;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code tidegate check --history} on histories that the real git made. */
final class HistoryCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temp;

  private GitRepo git;

  private record Ran(int code, String out, String err) {}

  private record Found(String path, int line, String commit, String message) {}

  @BeforeEach
  void repository() {
    git = GitRepo.in(temp);
  }

  private Ran run(String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("check", temp.toString(), "--history"));
    arguments.addAll(List.of(more));
    int code =
        Cli.run(
            new Program(Map.of("NO_COLOR", "1"), new PrintWriter(out)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            arguments.toArray(String[]::new));
    return new Ran(code, out.toString(), err.toString());
  }

  private List<Found> found() throws Exception {
    Ran ran = run("--format", "json");
    assertThat(ran.code()).as(ran.err()).isEqualTo(1);
    List<Found> found = new ArrayList<>();
    for (JsonNode f : JSON.readTree(ran.out()).path("findings")) {
      found.add(
          new Found(
              f.path("path").asText(""),
              f.path("line").asInt(),
              f.path("commit").asText(),
              f.path("message").asText()));
    }
    return found;
  }

  private static String token(String which) {
    return Planted.value("github-pat#" + which);
  }

  @Test
  void readsTheHeaderOfACommitThatGitDidNotWrite() throws Exception {
    String parent = git.write("a.txt", "x\n").commit("feat: a");
    String moment = "A <a@example.com> 1760000000 +0000";
    String raw =
        "tree %s\nparent %s\nauthor %s\ncommitter %s\nx-note: %s\n\nfeat: b\n"
            .formatted(git.git("rev-parse", "HEAD^{tree}"), parent, moment, moment, token("9"));
    git.git("update-ref", "HEAD", git.literal("commit", raw.getBytes(StandardCharsets.UTF_8)));
    assertThat(found()).singleElement().matches(f -> f.message().contains("header"));
  }

  @Test
  void aCleanHistoryIsAllowed() {
    git.write("a.yaml", "one: 1\n").commit("first");
    git.write("a.yaml", "one: 2\n").commit("second");
    Ran ran = run();
    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("Allowed");
  }

  @Test
  void aValueKnownFromOnePlaceIsFoundInOlderTextsAndMessages() throws Exception {
    String value = Planted.value("random20");
    git.write("notes.md", "log in with " + value + " there\n").commit("first");
    git.write("notes.md", "gone\n").commit("second\n\nwith " + value + " by hand\n");
    git.write("values.yaml", "adminPassword: " + value + "\n").commit("third");
    List<Found> found = found();
    assertThat(found).extracting(Found::path).contains("values.yaml", "notes.md", "");
    assertThat(found).hasSize(3);
  }

  @Test
  void aDeletedFileIsFoundWhereItStoodFirst() throws Exception {
    git.write("a.txt", "nothing\n").commit("first");
    String added = git.write("notes/x.txt", "one\ntwo " + token("a") + "\n").commit("second");
    git.write("notes/x.txt", "zero\none\ntwo " + token("a") + "\n").commit("third");
    git.git("rm", "-q", "notes/x.txt");
    git.commit("fourth");

    List<Found> found = found();

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path()).isEqualTo("notes/x.txt");
    assertThat(found.getFirst().line()).isEqualTo(2);
    assertThat(found.getFirst().commit()).isEqualTo(added);
    assertThat(found.getFirst().message()).contains("HEAD has it no more").contains("2 contents");
  }

  @Test
  void aRenamedFileIsOneFindingUnderItsFirstName() throws Exception {
    String added = git.write("old.txt", "t " + token("a") + "\n").commit("first");
    git.git("mv", "old.txt", "new.txt");
    git.commit("second");
    List<Found> found = found();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path()).isEqualTo("old.txt");
    assertThat(found.getFirst().commit()).isEqualTo(added);
    assertThat(found.getFirst().message()).contains("HEAD still has it");
  }

  @Test
  void orphansSideBranchesStashAndNotesAreSearched() throws Exception {
    git.write("a.txt", "a\n").commit("first");
    git.git("checkout", "-q", "--orphan", "lonely");
    String orphan = git.write("o.txt", token("orphan")).commit("lonely");
    git.git("checkout", "-q", "main");
    git.git("notes", "add", "-m", "see " + token("note"));
    git.write("a.txt", "a " + token("stash") + "\n");
    git.git("stash", "-q");

    List<Found> found = found();

    assertThat(found).hasSize(3);
    assertThat(found).extracting(Found::commit).contains(orphan);
    assertThat(found).extracting(Found::path).contains("o.txt", "a.txt");
  }

  @Test
  void whatOnlyAMergeResolvedIsFoundInTheMerge() throws Exception {
    git.write("a.txt", "base\n").commit("first");
    git.git("checkout", "-q", "-b", "side");
    git.write("a.txt", "side\n").commit("side");
    git.git("checkout", "-q", "main");
    git.write("a.txt", "main\n").commit("main");
    git.attempt(new byte[0], "merge", "-q", "side");
    String merge = git.write("a.txt", "both " + token("merge") + "\n").commit("merge");
    List<Found> found = found();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().commit()).isEqualTo(merge);
  }

  @Test
  void messagesOfCommitsAndTagsAreSearched() throws Exception {
    String head = git.write("a.txt", "a\n").commit("use " + token("commit"));
    git.git("tag", "-a", "v1", "-m", "release with " + token("tag"));
    String tag = git.git("rev-parse", "v1");
    git.git("tag", "-a", "v2", "v1", "-m", "a tag of a tag " + token("outer"));

    List<Found> found = found();

    assertThat(found).hasSize(3);
    assertThat(found).extracting(Found::commit).contains(head, tag, git.git("rev-parse", "v2"));
    assertThat(found).extracting(Found::path).containsOnly("");
  }

  @Test
  void tagsOfTreesAndFilesAreSearched() throws Exception {
    git.write("a.txt", "a\n").commit("first");
    git.git("tag", "file", git.blob("x " + token("blob") + "\n"));
    String tree = git.feed("100644 blob " + git.blob(token("tree")) + "\tdeep.txt\n", "mktree");
    git.git("tag", "tree", tree);
    List<Found> found = found();
    assertThat(found)
        .extracting(Found::path)
        .containsExactlyInAnyOrder("refs/tags/file", "refs/tags/tree/deep.txt");
  }

  @Test
  void namesAndLinksAreSearched() throws Exception {
    git.write("keys/" + token("name") + ".txt", "a\n").commit("first");
    String link = git.blob("/run/" + token("link"));
    git.git("update-index", "--add", "--cacheinfo", "120000," + link + ",link");
    git.git("commit", "-qm", "link");
    List<Found> found = found();
    assertThat(found).extracting(Found::path).contains("link");
    assertThat(found).anyMatch(f -> f.message().contains("name holds a secret"));
    assertThat(found.toString()).doesNotContain(token("name"));
  }

  @Test
  void aPackedHistoryGivesTheSame() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("line ").append(i).append('\n');
      git.write("long.txt", text + (i == 30 ? token("packed") + "\n" : "")).commit("c" + i);
    }
    List<Found> loose = found();
    git.git("repack", "-adq");
    git.git("pack-refs", "--all");
    assertThat(loose).hasSize(1);
    assertThat(found()).isEqualTo(loose);
  }

  @Test
  void eachValueIsAFindingOfItsOwn() throws Exception {
    git.write("a.env", "DB_PASSWORD=" + Planted.value("password#1") + "\n").commit("first");
    git.write("a.env", "DB_PASSWORD=" + Planted.value("password#2") + "\n").commit("rotated");
    git.write("a.env", "DB_PASSWORD=${DB_PASSWORD}\n").commit("mended");
    assertThat(found()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"100, 0", "200, 1"})
  void anExceptionInThePolicyFileCountsUnlessItLastsTooLong(int days, int code) throws Exception {
    git.write("a.txt", token("a") + "\n").commit("first");
    git.git("rm", "-q", "a.txt");
    git.write(
            ".tidegate.yaml",
            """
            exceptions:
              - rule: secret/plaintext
                path: a.txt
                until: %s
                reason: rotated long ago
            """
                .formatted(LocalDate.now(ZoneOffset.UTC).plusDays(days)))
        .commit("rotated");
    Ran ran = run("--format", "json");
    assertThat(ran.code()).as(ran.out() + ran.err()).isEqualTo(code);
    assertThat(JSON.readTree(ran.out()).path("excepted")).hasSize(1 - code);
  }

  @Test
  void sarifNamesThePlace() throws Exception {
    git.write("a.txt", "x\n" + token("a") + "\n").commit("first");
    Ran ran = run("--format", "sarif");
    JsonNode place = JSON.readTree(ran.out()).at("/runs/0/results/0/locations/0/physicalLocation");
    assertThat(place.at("/artifactLocation/uri").asText()).isEqualTo("a.txt");
    assertThat(place.at("/region/startLine").asInt()).isEqualTo(2);
    assertThat(ran.out()).doesNotContain(token("a"));
  }

  @Test
  void aShallowCloneIsNotJudged() throws Exception {
    git.write("a.txt", "a\n").commit("first");
    git.write("a.txt", "b\n").commit("second");
    Path clone = temp.resolve("clone");
    git.git("clone", "-q", "--depth", "1", "file://" + temp, clone.toString());
    temp = clone;
    Ran ran = run();
    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("shallow");
  }
}
