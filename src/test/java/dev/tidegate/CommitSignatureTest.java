package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.client.git.LocalRepository;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.RuleSetting;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.policy.rules.commit.CommitSignature;
import dev.tidegate.testing.GitRepo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures that the real git and ssh-keygen made. */
final class CommitSignatureTest {
  @TempDir Path folder;
  private GitRepo repo;

  @BeforeEach
  void open() {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "ssh-keygen is not installed");
    repo = GitRepo.in(folder.resolve("repo"));
    repo.write("a.md", "# A\n").commit("Add a");
  }

  private String key(String name, String... type) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ssh-keygen", "-q", "-N", "", "-C", name, "-f", folder.resolve(name).toString()));
    command.addAll(List.of(type));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    repo.git("config", "gpg.format", "ssh");
    repo.git("config", "user.signingkey", folder.resolve(name + ".pub").toString());
    return Files.readString(folder.resolve(name + ".pub")).strip();
  }

  private List<String> judged(Map<String, List<String>> options) {
    PolicySettings settings =
        new PolicySettings(
            Map.of("commit/signature", new RuleSetting(Optional.empty(), options, List.of())));
    try (LocalRepository local =
        LocalRepository.open(repo.directory(), Map.of(), Clock.systemUTC())) {
      Change change = local.range("HEAD~1..HEAD");
      return new PolicyEngine(RuleBook.of(List.of(new CommitSignature(settings))), settings)
          .judge(change, Fleet.empty()).judgement().findings().stream().map(Finding::what).toList();
    }
  }

  private List<String> allowing(String... lines) {
    return judged(Map.of("allowed-signers", List.of(lines)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "ecdsa-384", "ecdsa-521", "rsa"})
  void everyKindOfKeyIsChecked(String kind) throws Exception {
    String[] type = kind.split("-");
    String key =
        type.length == 2 ? key("k", "-t", type[0], "-b", type[1]) : key("k", "-t", type[0]);
    repo.write("b.md", "# B\n").git("add", "-A");
    repo.git("commit", "-q", "-S", "-m", "Add b, f\u00fcr alle");
    assertThat(allowing("ada@example.com namespaces=\"git\" " + key)).isEmpty();
    assertThat(allowing("ada@example.com namespaces=\"file\" " + key, "x@y " + other()))
        .singleElement()
        .asString()
        .contains("no allowed signer");
    assertThat(judged(Map.of("allowed-signers", List.of("* " + key), "revoked", List.of(key))))
        .singleElement()
        .asString()
        .contains("revoked");
  }

  @Test
  void aSignatureBelongsToItsCommitAndItsTime() throws Exception {
    String key = key("k", "-t", "ed25519");
    repo.write("b.md", "# B\n").commit("Add b");
    assertThat(allowing("* " + key)).singleElement().asString().contains("is not signed");
    assertThat(judged(Map.of())).as("off until a signer is named").isEmpty();
    repo.git("commit", "-q", "--amend", "-S", "-m", "Add b");
    assertThat(allowing("* valid-before=\"20200101\" " + key)).hasSize(1);
    assertThat(allowing("* valid-after=\"20200101\" " + key)).isEmpty();
    String raw = repo.git("cat-file", "commit", "HEAD").replace("Add b", "Add c") + "\n";
    String forged = repo.literal("commit", raw.getBytes(StandardCharsets.UTF_8));
    repo.git("reset", "-q", "--hard", forged);
    assertThat(allowing("* " + key)).singleElement().asString().contains("does not belong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa3072"})
  void aGpgSignatureIsChecked(String kind) throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gpg")), "gpg is not installed");
    Path home = Files.createTempDirectory("gpg");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    repo.with("GNUPGHOME", home.toString());
    try {
      gpg(home, "--quick-gen-key", "Ada <ada@example.com>", kind, "sign", "never");
      String ours = gpg(home, "--armor", "--export", "ada@example.com");
      gpg(home, "--quick-gen-key", "Bob <bob@example.com>", kind, "sign", "never");
      String theirs = gpg(home, "--armor", "--export", "bob@example.com");
      repo.git("config", "user.signingkey", "bob@example.com");
      repo.with("GIT_COMMITTER_DATE", "2100000000 +0000");
      repo.write("b.md", "# B\n").git("add", "-A");
      repo.git("commit", "-q", "-S", "-m", "Add b");
      assertThat(judged(Map.of("gpg-keys", List.of(theirs)))).isEmpty();
      assertThat(judged(Map.of("gpg-keys", List.of(ours)))).hasSize(1);
      assertThat(judged(Map.of("allowed-signers", List.of("* " + other())))).hasSize(1);
      String raw = repo.git("cat-file", "commit", "HEAD").replace("Add b", "Add c") + "\n";
      String forged = repo.literal("commit", raw.getBytes(StandardCharsets.UTF_8));
      String good = repo.head();
      repo.git("reset", "-q", "--hard", forged);
      assertThat(judged(Map.of("gpg-keys", List.of(theirs)))).hasSize(1);
      repo.git("reset", "-q", "--hard", good);
      String print = gpg(home, "--with-colons", "--list-keys", "bob@example.com");
      String id = print.lines().filter(l -> l.startsWith("fpr")).findFirst().orElseThrow();
      Path certificate = home.resolve("openpgp-revocs.d").resolve(id.split(":")[9] + ".rev");
      String text = Files.readString(certificate).replace(":-----BEGIN", "-----BEGIN");
      Files.writeString(certificate, text);
      gpg(home, "--import", certificate.toString());
      String revoked = gpg(home, "--armor", "--export", "bob@example.com");
      assertThat(judged(Map.of("gpg-keys", List.of(revoked)))).hasSize(1);
    } finally {
      new ProcessBuilder("gpgconf", "--homedir", home.toString(), "--kill", "all")
          .start()
          .waitFor();
    }
  }

  private static String gpg(Path home, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("gpg", "--homedir", home.toString(), "--batch", "--yes"));
    command.addAll(List.of("--pinentry-mode", "loopback", "--passphrase", ""));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s", command).isZero();
    return out;
  }

  @Test
  void aLineThatIsNotUnderstoodIsAnError() {
    repo.commit("Add nothing");
    assertThatThrownBy(() -> allowing("ada cert-authority ssh-ed25519 AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> allowing("ada")).isInstanceOf(IllegalArgumentException.class);
  }

  private String other() throws IOException, InterruptedException {
    Path file = folder.resolve("other");
    Files.deleteIfExists(file);
    return key("other", "-t", "ed25519");
  }
}
