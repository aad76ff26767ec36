package dev.tidegate.ingress.webhook;

import dev.tidegate.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks {@code X-Hub-Signature-256} against the secrets in force. Thread-safe. */
final class Signatures {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final int LENGTH = PREFIX.length() + 64;
  private final List<SecretKeySpec> keys;
  private final ThreadLocal<Mac[]> macs;

  /** Takes at least one secret; the first is tried first. */
  Signatures(List<Secret> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("no webhook secret");
    }
    keys = secrets.stream().map(s -> new SecretKeySpec(s.revealBytes(), ALGORITHM)).toList();
    macs = ThreadLocal.withInitial(() -> new Mac[keys.size()]);
  }

  int count() {
    return keys.size();
  }

  /** True for {@code sha256=} and 64 lower-case hex digits; nothing else can be a signature. */
  static boolean wellFormed(String header) {
    return header.length() == LENGTH
        && header.startsWith(PREFIX)
        && header.chars().skip(PREFIX.length()).allMatch(c -> "0123456789abcdef".indexOf(c) >= 0);
  }

  /**
   * The number of the secret that signed the body, from 0, or -1 where none did. Takes the same
   * time for every wrong signature.
   *
   * @param header well-formed
   */
  int verify(String header, byte[] body) {
    byte[] stated = HexFormat.of().parseHex(header, PREFIX.length(), LENGTH);
    int found = -1;
    for (int i = 0; i < keys.size() && found < 0; i++) {
      if (MessageDigest.isEqual(mac(i).doFinal(body), stated)) {
        found = i;
      }
    }
    return found;
  }

  private Mac mac(int i) {
    Mac[] mine = macs.get();
    if (mine[i] == null) {
      try {
        mine[i] = Mac.getInstance(ALGORITHM);
        mine[i].init(keys.get(i));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return mine[i];
  }
}
