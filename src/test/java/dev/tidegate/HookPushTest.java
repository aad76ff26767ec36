package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.ingress.hook.Account;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.HookedServer;
import dev.tidegate.testing.HookedServer.Pushed;
import dev.tidegate.testing.Planted;
import dev.tidegate.testing.RunningHookd;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pushes may look like, through real git and the resident daemon. */
final class HookPushTest {
  private static final String BY_HAND = "#!/bin/sh\nkubectl apply -f x.yaml\n";
  private static final String ME = "local:" + Account.own().name();
  private static RunningHookd hookd;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    hookd = new RunningHookd(HookProgram.hook());
  }

  @AfterAll
  static void stop() {
    hookd.close();
  }

  private HookedServer server(String name) {
    HookedServer server = HookedServer.in(folder, name).hooked("pre-receive");
    return server.asking(hookd.socket()).launcher("echo 'fell back' >&2", "exit 1");
  }

  private HookedServer grown() {
    HookedServer server = server("server.git");
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main").landed()).isTrue();
    return server;
  }

  private static String refs(HookedServer server) {
    return server.work().git("ls-remote", server.bare().toString());
  }

  @ParameterizedTest
  @DisplayName("t5547: the quarantine is found below odd paths")
  @ValueSource(
      strings = {
        "co:lon.git",
        "quo\"te.git",
        "sp ace.git",
        "b\u00fc\u4e2d.git",
        "a;b'c.git",
        "back\\.git"
      })
  void oddPaths(String name) {
    assumeTrue(
        Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"))
            .newEncoder()
            .canEncode(name),
        "this locale has no such file names; set LC_ALL=C.UTF-8");
    HookedServer server = server(name);
    server.commit("README.md", "# Sample\n", "Add the readme");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    Pushed pushed = server.push("main");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text()).contains("workflow/manual-kubectl").doesNotContain("fell back");
  }

  @Test
  void oneBadRefRejectsAllAndEachCommitIsToldOnce() {
    HookedServer server = grown();
    server.work().git("branch", "good");
    String bad = server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    server.work().git("branch", "same");
    server.work().git("tag", "v1");
    Pushed pushed = server.push("main", "good", "same", "v1");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.said())
        .filteredOn(l -> l.contains("manual-kubectl " + bad.substring(0, 8)))
        .hasSize(1);
    assertThat(refs(server)).doesNotContain("good").doesNotContain("v1");
  }

  @Test
  void aProtectedBranchLosesNothing() {
    HookedServer server = grown();
    String first = server.work().head();
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main", "main:feature").landed()).isTrue();
    server.work().git("reset", "-q", "--hard", first);
    server.commit("other.md", "# Other\n", "Add another");
    Pushed forced = server.push("--force", "main");
    assertThat(forced.landed()).isFalse();
    assertThat(forced.text())
        .contains("commit/force-push", "drops commits from main")
        .doesNotContain("--amend");
    assertThat(server.push("--force", "main:feature").landed()).isTrue();
    Pushed deleted = server.push(":main");
    assertThat(deleted.landed()).isFalse();
    assertThat(deleted.text()).contains("deletes main");
    assertThat(server.push(":feature").landed()).isTrue();
  }

  @Test
  void aBranchThatCameInBeforeIsJudgedWhenItLandsOnTheProtectedOne() throws Exception {
    HookedServer server = grown();
    Path hook = server.bare().resolve("hooks/pre-receive");
    Files.move(hook, hook.resolveSibling("off"));
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main:old").landed()).isTrue();
    Files.move(hook.resolveSibling("off"), hook);
    assertThat(server.push("main:new").landed()).as("the server has it already").isTrue();
    assertThat(server.push("main").landed()).isFalse();
  }

  @Test
  void anAnnotatedTagsMessageIsJudged() {
    HookedServer server = grown();
    String secret = Planted.expand("@@github-pat@@");
    server.work().git("tag", "-a", "v1", "-m", "Release with " + secret);
    Pushed pushed = server.push("v1");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.text())
        .contains("secret/commit-text", "git tag -d v1")
        .doesNotContain(secret);
    server.work().git("tag", "-a", "v2", "-m", "Release");
    assertThat(server.push("v2")).matches(Pushed::landed);
  }

  @Test
  void thePolicyOfThePushItselfDoesNotCount() {
    HookedServer server = grown();
    server.work().write("deploy.sh", BY_HAND);
    String loose = "rules: { workflow/manual-kubectl: off }\nhooks: { override: [\"%s\"] }\n";
    server.commit(".tidegate.yaml", loose.formatted(ME), "Deploy by hand, and allow it");
    assertThat(server.push("main").landed()).isFalse();
    server.work().git("reset", "-q", "--hard", "HEAD~1");
    server.commit(".tidegate.yaml", loose.formatted(ME), "Allow commands by hand");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main")).matches(Pushed::landed);
  }

  @Test
  void anOverrideNeedsPermissionAndAReasonAndIsWrittenDown() {
    HookedServer server = grown();
    server
        .work()
        .git("-C", server.bare().toString(), "config", "receive.advertisePushOptions", "true");
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    Pushed refused = server.push("-o", "tidegate.override=\"fire in the house\"", "main");
    assertThat(refused.landed()).isFalse();
    assertThat(refused.text().replaceAll("\\s+", " ")).contains("policy does not allow");
    server.work().git("reset", "-q", "--hard", "HEAD~1");
    server.commit(".tidegate.yaml", "hooks: { override: [\"" + ME + "\"] }\n", "Allow overrides");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main").text()).contains("git push -o tidegate.override=");
    assertThat(server.push("-o", "tidegate.override=", "main").text()).contains("needs a reason");
    server.work().with("TIDEGATE_STATE", "/dev/null/nowhere");
    assertThat(server.push("-o", "tidegate.override=fire", "main").text())
        .contains("no record could be", "written");
    server.work().with("TIDEGATE_STATE", server.state().toString());
    assertThat(server.push("-o", "tidegate.override=\"fire in the house\"", "main").landed())
        .isTrue();
    assertThat(server.log()).contains("\"override\":\"fire in the house\"", "overridden", ME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy.yaml", "tidegate.yaml"})
  void aTrustedPusherIsNotJudgedAndAnAuthorsNameTrustsNobody(String file) throws Exception {
    HookedServer server = grown();
    Path policy = folder.resolve(file);
    String service = Files.readString(Path.of("src/test/resources/config/example.yaml"));
    Files.writeString(
        policy,
        (file.startsWith("tide") ? service : "") + "hooks: { trusted: [\"gitea:mirror\"] }\n");
    server
        .work()
        .git("-C", server.bare().toString(), "config", "tidegate.config", policy.toString());
    server.work().with("GIT_AUTHOR_NAME", "mirror");
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main").landed()).isFalse();
    server.work().with("GITEA_PUSHER_NAME", "mirror").with("GL_USERNAME", "mirror");
    assertThat(server.push("main").landed()).as("two servers at once vouch for nobody").isFalse();
    server.work().with("GL_USERNAME", "");
    assertThat(server.push("main")).matches(Pushed::landed);
    assertThat(server.log()).contains("\"outcome\":\"trusted\"", "gitea:mirror");
  }

  @Test
  void gitLabShowsEveryLine() {
    HookedServer server = grown();
    server.work().with("GL_ID", "user-7").with("GL_USERNAME", "ada");
    server.commit(
        "a/very/long/path/that/does/not/fit/in/one/line/of/the/message/x.sh", BY_HAND, "Deploy");
    List<String> said = server.push("main").said();
    assertThat(said)
        .isNotEmpty()
        .allMatch(l -> l.startsWith("GL-HOOK-ERR:") && l.length() <= 72 && l.matches("[ -~]*"));
    assertThat(String.join("", said)).contains("workflow/manual-kubectl");
  }

  @Test
  void hostileNamesAreShownAndNotRun() {
    HookedServer server = grown();
    GitRepo clone = server.work();
    byte[] name = "\u001b[31m\u202egpj.sh\n".getBytes(StandardCharsets.UTF_8);
    String tree =
        clone.tree(
            GitRepo.entry("100755", name, clone.blob(BY_HAND)),
            GitRepo.entry("40000", ".git".getBytes(StandardCharsets.UTF_8), clone.git("mktree")));
    String commit = clone.commitTree(tree, "Add \u001b[2Jnothing", clone.head());
    Pushed pushed = server.push(commit + ":refs/heads/odd");
    assertThat(pushed.landed()).isFalse();
    assertThat(pushed.said()).isNotEmpty().allMatch(l -> l.length() <= 72 && l.matches("[ -~]*"));
    assertThat(pushed.text()).contains("commit/sound-tree");
  }

  @Test
  void aHugeBlobIsNotReadAndSaidSo() {
    HookedServer server = grown();
    server.commit("big.bin", "x".repeat(20 << 20), "Add a large file");
    Pushed pushed = server.push("main:big");
    assertThat(pushed.text()).contains("policy/file-size");
  }

  @Test
  void aShallowCloneCanPush() {
    HookedServer server = grown();
    Path shallow = folder.resolve("shallow");
    server.work().git("clone", "-q", "--depth", "1", "file://" + server.bare(), shallow.toString());
    GitRepo clone = GitRepo.at(shallow);
    clone.with("TIDEGATE_SOCKET", hookd.socket().toString());
    clone.write("more.md", "# More\n").commit("Add more");
    GitRepo.Result pushed = clone.attempt(new byte[0], "push", "origin", "main");
    assertThat(pushed.code()).as(pushed.errors()).isZero();
    clone.write("deploy.sh", BY_HAND).commit("Deploy by hand");
    assertThat(clone.attempt(new byte[0], "push", "origin", "main").code()).isNotZero();
  }

  @Test
  void sha256IsRefusedInClearWords() {
    Path bare = folder.resolve("long.git");
    GitRepo.in(bare, "--bare", "--object-format=sha256");
    HookedServer hooks = server("other.git");
    GitRepo clone = GitRepo.in(folder.resolve("long"), "--object-format=sha256");
    clone.with("TIDEGATE_SOCKET", hookd.socket().toString());
    clone.git("config", "core.hooksPath", "/nonexistent");
    clone.git(
        "-C",
        bare.toString(),
        "config",
        "core.hooksPath",
        hooks.home().resolve("hooks").toString());
    clone.write("README.md", "# Sample\n").commit("Add the readme");
    GitRepo.Result pushed = clone.attempt(new byte[0], "push", bare.toString(), "main");
    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.errors()).contains("SHA-256");
  }

  @Test
  void twoPushesAtOnceAreBothAnswered() {
    HookedServer server = grown();
    server.commit("one.md", "# One\n", "Add one");
    CompletableFuture<Pushed> one = CompletableFuture.supplyAsync(() -> server.push("main:one"));
    CompletableFuture<Pushed> two = CompletableFuture.supplyAsync(() -> server.push("main:two"));
    assertThat(one.join()).matches(Pushed::landed);
    assertThat(two.join()).matches(Pushed::landed);
  }

  @Test
  void whatGitSaysMustBeWhole() throws Exception {
    HookedServer server = grown();
    Map<String, String> env = Map.of("TIDEGATE_SOCKET", hookd.socket().toString(), "GIT_DIR", ".");
    String head = server.work().head();
    String none = "0".repeat(40);
    for (String input :
        List.of(
            "",
            none + " " + head + " refs/heads/ne",
            none + " " + head,
            head + " x refs/heads/x\n")) {
      Pushed pushed = server.call("pre-receive", input, env);
      assertThat(pushed.landed()).as(input).isFalse();
      assertThat(pushed.text()).contains("could not be judged");
    }
    String whole = none + " " + head + " refs/heads/new\n";
    assertThat(server.call("pre-receive", whole, env)).matches(Pushed::landed);
    Map<String, String> bare = Map.of("TIDEGATE_SOCKET", hookd.socket().toString());
    assertThat(server.call("pre-receive", whole, bare).text()).contains("GIT_DIR is not set");
    assertThat(server.call("update", "", env, "refs/heads/x").landed()).isFalse();
  }

  @Test
  @DisplayName("100,000 refs in one push")
  void manyRefs() throws Exception {
    HookedServer server = grown();
    server.commit("more.md", "# More\n", "Add more");
    String good = server.work().head();
    server.work().git("checkout", "-q", "-b", "bad");
    String bad = server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    packed(server, i -> i == 99_999 ? bad : good);
    assertThat(server.pushByPath("refs/heads/c*:refs/heads/c*"))
        .matches(pushed -> !pushed.landed())
        .extracting(Pushed::text)
        .asString()
        .contains("workflow/manual-kubectl");
    assertThat(branches(server)).isOne();
    packed(server, i -> good);
    // Git makes 100,000 files of them; it need not wait for the disk to have each.
    GitRepo.at(server.bare()).git("config", "core.fsync", "none");
    assertThat(server.pushByPath("refs/heads/c*:refs/heads/c*")).matches(Pushed::landed);
    assertThat(branches(server)).isEqualTo(100_001);
    assertThat(server.pushByPath("refs/heads/bad:refs/heads/bad").text())
        .contains("workflow/manual-kubectl");
    assertThat(branches(server)).isEqualTo(100_001);
  }

  /** 100,000 branches of the clone, without a file for each. */
  private static void packed(HookedServer server, IntFunction<String> commit) throws IOException {
    StringBuilder refs = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
    for (int i = 0; i < 100_000; i++) {
      refs.append("%s refs/heads/c%06d\n".formatted(commit.apply(i), i));
    }
    Files.writeString(server.work().directory().resolve(".git/packed-refs"), refs);
  }

  private static long branches(HookedServer server) {
    return GitRepo.at(server.bare()).git("for-each-ref", "--format=%(refname)").lines().count();
  }

  @Test
  void whereNothingCanBeWrittenAPushIsJudgedAllTheSame() {
    HookedServer server = grown();
    server.work().with("HOME", "/proc/nowhere").with("TIDEGATE_STATE", "/proc/nowhere");
    server.commit("more.md", "# More\n", "Add more");
    assertThat(server.push("main")).matches(Pushed::landed);
    server.commit("deploy.sh", BY_HAND, "Deploy by hand");
    assertThat(server.push("main").text()).contains("workflow/manual-kubectl");
  }
}
