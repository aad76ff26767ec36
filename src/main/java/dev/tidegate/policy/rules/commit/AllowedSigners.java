package dev.tidegate.policy.rules.commit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may sign, in the form of OpenSSH's {@code allowed_signers} file, and which keys no longer
 * count. A line that is not understood is an error, never left out.
 */
final class AllowedSigners {
  private final List<Signer> signers = new ArrayList<>();
  private final Set<String> revoked = new HashSet<>();

  /** Throws {@link IllegalArgumentException} with the line that cannot be read. */
  AllowedSigners(List<String> allowed, List<String> revoked) {
    allowed.stream().flatMap(String::lines).filter(AllowedSigners::says).forEach(this::allow);
    revoked.stream().flatMap(String::lines).filter(AllowedSigners::says).forEach(this::revoke);
  }

  boolean isEmpty() {
    return signers.isEmpty();
  }

  boolean isRevoked(byte[] key) {
    return revoked.contains(Signer.encoded(key));
  }

  /** Whose key it is, by the time that the commit claims; empty where it is nobody's. */
  Optional<String> owner(byte[] key, Instant when) {
    return signers.stream()
        .filter(s -> s.key().equals(Signer.encoded(key)) && s.validAt(when))
        .map(Signer::who)
        .findFirst();
  }

  private static boolean says(String line) {
    return !line.isBlank() && !line.strip().startsWith("#");
  }

  private void allow(String line) {
    Signer.of(line.strip()).ifPresent(signers::add);
  }

  /** {@code ssh-ed25519 AAAA...}, with or without a comment. */
  private void revoke(String line) {
    String[] words = line.strip().split("\\s+");
    if (words.length < 2) {
      throw new IllegalArgumentException("not a public key to revoke: " + line);
    }
    revoked.add(Signer.canonical(words[1]));
  }
}
