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
