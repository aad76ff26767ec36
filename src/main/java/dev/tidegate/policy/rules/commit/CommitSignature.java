package dev.tidegate.policy.rules.commit;

import dev.tidegate.change.Commit;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.RuleDoc.Option;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code commit/signature}: every commit is signed by a key that counts. Off until keys are named.
 */
public final class CommitSignature implements ChangeRule {
  private static final String ID = "commit/signature";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "Every commit is signed by somebody who may (off until signers are named)",
          "Author and committer are only claimed; a signature over the commit proves who made it.",
          "git rebase --exec 'git commit --amend --no-edit -S' ORIGIN/BRANCH, with gpg.format ssh.",
          "Whoever keeps the configuration names signers, or lowers this rule.",
          Severity.DENY,
          false,
          List.of(
              new Option(
                  "allowed-signers",
                  "none",
                  "Lines of an OpenSSH allowed_signers file; naming one switches the rule on."),
              new Option(
                  "gpg-keys",
                  "none",
                  "Armoured public keys, each with its subkeys; naming one switches the rule on."),
              new Option(
                  "revoked", "none", "Public keys (ssh-ed25519 AAAA...) that no longer count.")));

  private final AllowedSigners signers;
  private final List<PgpKey> keys;

  /** Throws {@link IllegalArgumentException} where an option cannot be read. */
  public CommitSignature(PolicySettings settings) {
    this.signers =
        new AllowedSigners(settings.option(ID, "allowed-signers"), settings.option(ID, "revoked"));
    this.keys =
        settings.option(ID, "gpg-keys").stream()
            .flatMap(block -> PgpKey.read(block).stream())
            .toList();
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    if (signers.isEmpty() && keys.isEmpty()) {
      return;
    }
    for (Commit commit : subject.change().commits()) {
      wrong(commit)
          .ifPresent(what ->
              findings
                  .at(commit.id())
                  .add(
                      "",
                      0,
                      0,
                      commit.id().hex() + " signature",
                      "Commit " + commit.id().abbreviated() + " " + what,
                      "git rebase --exec 'git commit --amend --no-edit -S' "
                          + commit.id().abbreviated()
                          + "^"));
    }
  }

  private Optional<String> wrong(Commit commit) {
    if (commit.seal().isEmpty()) {
      return Optional.of("is not signed.");
    }
    Commit.Seal seal = commit.seal().get();
    Instant when = commit.committer().when();
    Optional<SshSignature> ssh = SshSignature.parse(seal.signature());
    if (ssh.isPresent()) {
      return ssh(ssh.get(), seal.content(), when);
    }
    Optional<PgpSignature> pgp = PgpSignature.parse(seal.signature());
    if (pgp.isEmpty()) {
      return Optional.of("has a signature of a kind that cannot be checked.");
    }
    return keys.stream()
            .filter(k -> !when.isBefore(k.created()) && when.isBefore(k.until()))
            .anyMatch(k -> pgp.get().isOver(seal.content(), k))
        ? Optional.empty()
        : Optional.of("is signed with a GPG key that does not count, or was changed since.");
  }

  private Optional<String> ssh(SshSignature signature, byte[] content, Instant when) {
    if (!signature.isOver(content)) {
      return Optional.of("has a signature that does not belong to it.");
    }
    if (signers.isRevoked(signature.key())) {
      return Optional.of("is signed with a key that was revoked.");
    }
    return signers.owner(signature.key(), when).isPresent()
        ? Optional.empty()
        : Optional.of("is signed with a key that is no allowed signer's at its time.");
  }
}
