package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.client.git.LocalRepository;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.Planted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fifteen places where a secret hides from scanners that read diffs, made with git itself and
 * judged by the whole engine.
 */
final class HidingPlacesTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path temp;
  private GitRepo git;
  private String base;
  private final String token = Planted.value("github-pat");

  @BeforeEach
  void begin() {
    git = GitRepo.in(temp);
    base = git.write("README.md", "# app\n").write("app.yaml", "size: 1\n").commit("feat: begin");
  }

  private List<Finding> denied() {
    try (LocalRepository repo = LocalRepository.open(temp, Map.of(), CLOCK)) {
      PolicySettings settings = PolicySettings.standard();
      return new PolicyEngine(RuleBook.standard(settings), settings)
          .judge(repo.range(base + "..HEAD"), Fleet.empty()).judgement().findings().stream()
              .filter(f -> f.severity() == Severity.DENY && f.rule().startsWith("secret/"))
              .toList();
    }
  }

  private void foundIn(String path) {
    assertThat(denied()).anyMatch(f -> f.path().orElse("").equals(path));
  }

  private GitRepo bytes(String path, byte[] content) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return git;
  }

  @Test
  void seesWhatOnlyAMergesResolutionBrings() {
    String main = git.git("rev-parse", "--abbrev-ref", "HEAD");
    git.git("checkout", "-q", "-b", "side");
    git.write("app.yaml", "size: 2\n").commit("feat: two");
    git.git("checkout", "-q", main);
    git.write("app.yaml", "size: 3\n").commit("feat: three");
    git.attempt(new byte[0], "merge", "-q", "side");
    git.write("app.yaml", "size: 3\ntoken: " + token + "\n").commit("feat: join");
    foundIn("app.yaml");
  }

  @Test
  void seesWhatAnAttributeHidesFromDiffs() {
    git.write(".gitattributes", "*.yaml -diff\n").write("app.yaml", "t: " + token + "\n");
    git.commit("feat: more");
    foundIn("app.yaml");
  }

  @Test
  void seesALinkThatTurnsIntoAFile() throws IOException {
    Files.createSymbolicLink(temp.resolve("link"), Path.of("README.md"));
    base = git.commit("feat: link");
    Files.delete(temp.resolve("link"));
    git.write("link", token + "\n").commit("feat: file");
    foundIn("link");
  }

  @Test
  void seesPastANulByte() throws IOException {
    bytes("app.bin", ("a\0b " + token + "\n").getBytes(StandardCharsets.UTF_8));
    git.commit("feat: binary");
    foundIn("app.bin");
  }

  @Test
  void readsUtf16() throws IOException {
    bytes("app.txt", ("\uFEFF" + token + "\n").getBytes(StandardCharsets.UTF_16LE));
    git.commit("feat: wide");
    foundIn("app.txt");
  }

  @Test
  void opensAZipUnderAnyName() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("tfplan"));
      zip.write(token.getBytes(StandardCharsets.UTF_8));
    }
    bytes("x.plan", out.toByteArray());
    git.commit("feat: plan");
    foundIn("x.plan");
  }

  @Test
  void readsCommitMessages() {
    git.write("a", "b").commit("feat: use\n\n" + token);
    assertThat(denied()).anyMatch(f -> f.rule().equals("secret/commit-text"));
  }

  /** A commit whose header holds these lines before its end, or after its author. */
  private void commitWith(String behindAuthor, String more) {
    String tree = git.git("rev-parse", "HEAD^{tree}");
    String moment = "A <a@example.com> 1760000000 +0000";
    String raw =
        "tree %s\nparent %s\nauthor %s%s\ncommitter %s\n%s\nfeat: more\n"
            .formatted(tree, base, moment, behindAuthor, moment, more);
    String id = git.literal("commit", raw.getBytes(StandardCharsets.UTF_8));
    git.git("update-ref", "HEAD", id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-note: @@github-pat@@\n",
        "encoding @@github-pat@@\n",
        "author A <a@example.com> 1 +0000\nauthor @@github-pat@@ <b@example.com> 1 +0000\n",
        "mergetag object 0000000000000000000000000000000000000000\n type commit\n tag v1\n"
            + " tagger A <a@example.com> 1 +0000\n \n it is @@github-pat@@\n",
        "gpgsig -----BEGIN PGP SIGNATURE-----\n Comment: @@github-pat@@\n \n iQEz\n"
            + " -----END PGP SIGNATURE-----\n"
      })
  void readsTheWholeHeaderOfACommit(String header) {
    commitWith("", Planted.expand(header));
    assertThat(denied())
        .anyMatch(f ->
            f.rule().equals("secret/commit-text") && f.what().contains("In the header of commit"));
  }

  @Test
  void readsWhatStandsBehindAnAuthorsMoment() {
    commitWith(" " + token, "");
    assertThat(denied()).anyMatch(f -> f.rule().equals("secret/commit-text"));
  }

  @Test
  void aHeaderThatGitWritesSaysNothing() {
    commitWith("", "encoding ISO-8859-1\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n iQEz\n");
    assertThat(denied()).isEmpty();
  }

  @Test
  void heedsNoAllowMarkerOfThePusher() {
    git.write("app.yaml", "t: " + token + " # gitleaks:allow\n").commit("feat: marked");
    foundIn("app.yaml");
  }

  @Test
  void heedsNoConfigurationOfThePusher() {
    git.write(".gitleaks.toml", "[allowlist]\npaths = ['.*']\n")
        .write(".gitleaksignore", "app.yaml:github-pat:1\n")
        .write("app.yaml", "password: " + Planted.value("password") + "\n")
        .commit("feat: allow all");
    foundIn("app.yaml");
  }

  @Test
  void joinsAFoldedScalar() {
    String half = token.substring(0, 20);
    git.write("app.yaml", "t: \"" + half + "\\\n  " + token.substring(20) + "\"\n")
        .commit("feat: fold");
    foundIn("app.yaml");
  }

  @Test
  void looksIntoVendoredFoldersLocksAndPictures() {
    git.write("node_modules/a/index.js", "x = '" + token + "'\n")
        .write("go.sum", token + "\n")
        .write("logo.svg", "<svg><!-- " + token + " --></svg>\n")
        .commit("feat: vendor");
    foundIn("node_modules/a/index.js");
    foundIn("go.sum");
    foundIn("logo.svg");
  }

  @Test
  void findsAPlainPasswordInHelmValues() {
    git.write("values.yaml", "auth:\n  password: " + Planted.value("password") + "\n");
    git.commit("feat: values");
    foundIn("values.yaml");
  }

  @Test
  void decodesBase64InYaml() {
    git.write("app.yaml", "blob: " + Planted.value("base64:github-pat") + "\n")
        .commit("feat: blob");
    foundIn("app.yaml");
  }

  @Test
  void knowsAKubeconfigsClientKey() {
    git.write("notes.txt", Planted.expand("@@kubeconfig@@")).commit("feat: notes");
    foundIn("notes.txt");
  }

  @Test
  void knowsATalosconfigsKey() {
    git.write("notes.txt", Planted.expand("@@talosconfig@@")).commit("feat: notes");
    foundIn("notes.txt");
  }

  @Test
  void findsWhatWasAddedAndRemovedInOnePush() {
    git.write("app.yaml", "t: " + token + "\n").commit("feat: in");
    git.write("app.yaml", "size: 1\n").commit("feat: out");
    foundIn("app.yaml");
  }

  @Test
  void followsTheOrganisationsRulesOfTheProtectedBase() {
    String rule = "[[rules]]\nid='hue'\ndescription='Hue key'\nregex='hue-[0-9]{6}'\n";
    base = git.write(".gitleaks.toml", rule).commit("feat: rules");
    git.write("notes.txt", "hue-123456\n").commit("feat: notes");
    assertThat(denied()).anyMatch(f -> f.what().startsWith("Hue key"));
  }

  @Test
  void letsStandWhatTheProtectedBaseAllowed() {
    String line = "t: " + token + " # gitleaks:allow\n";
    base =
        git.write("a.yaml", line)
            .write("b.yaml", "t: " + token + "\n")
            .write(".gitleaksignore", "b.yaml:github-pat:1\n")
            .commit("feat: old");
    git.write("a.yaml", "new: 1\n" + line).write("b.yaml", "t: " + token + "\nnew: 1\n");
    git.commit("feat: new");
    assertThat(denied()).isEmpty();
  }
}
