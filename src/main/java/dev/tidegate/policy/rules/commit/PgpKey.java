package dev.tidegate.policy.rules.commit;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A public key of an OpenPGP block.
 *
 * @param key RSA or Ed25519; empty where it is of another kind, or revoked in its block
 * @param until when it expires
 */
record PgpKey(int algorithm, Optional<PublicKey> key, Instant created, Instant until) {
  static final int RSA = 1;
  static final int EDDSA = 22;
  static final int ED25519 = 27;

  /** Throws IllegalArgumentException where the block cannot be read. */
  static List<PgpKey> read(String block) {
    List<PgpKey> keys = new ArrayList<>();
    int primary = 0;
    for (PgpPacket packet : PgpPacket.read(block)) {
      if (packet.tag() == PgpPacket.PRIMARY || packet.tag() == PgpPacket.SUBKEY) {
        primary = packet.tag() == PgpPacket.PRIMARY ? keys.size() : primary;
        keys.add(of(ByteBuffer.wrap(packet.body())));
      } else if (packet.tag() == PgpPacket.SIGNATURE && !keys.isEmpty()) {
        int first = primary;
        PgpSignature.of(packet.body()).ifPresent(says -> says(says, keys, first));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no public key in an OpenPGP block");
    }
    return List.copyOf(keys);
  }

  /** What the owner says about the last key: revoked, or valid for so long. */
  private static void says(PgpSignature says, List<PgpKey> keys, int primary) {
    int last = keys.size() - 1;
    PgpKey key = keys.get(last);
    switch (says.type()) {
      case PgpSignature.KEY_REVOKED -> {
        for (int i = primary; i <= last; i++) {
          keys.set(i, keys.get(i).revoked());
        }
      }
      case PgpSignature.SUBKEY_REVOKED -> keys.set(last, key.revoked());
      default -> {
        if (says.keyLives() > 0) {
          Instant until = key.created().plusSeconds(says.keyLives());
          keys.set(last, new PgpKey(key.algorithm(), key.key(), key.created(), until));
        }
      }
    }
  }

  private PgpKey revoked() {
    return new PgpKey(algorithm, Optional.empty(), created, until);
  }

  private static PgpKey of(ByteBuffer in) {
    try {
      boolean known = in.get() == 4;
      Instant created = Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt()));
      int algorithm = in.get() & 0xff;
      Optional<PublicKey> key = known ? material(algorithm, in) : Optional.empty();
      return new PgpKey(algorithm, key, created, Instant.MAX);
    } catch (BufferUnderflowException | GeneralSecurityException e) {
      return new PgpKey(0, Optional.empty(), Instant.MAX, Instant.MAX);
    }
  }

  private static Optional<PublicKey> material(int algorithm, ByteBuffer in)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case RSA -> {
        BigInteger modulus = PgpPacket.number(in);
        RSAPublicKeySpec rsa = new RSAPublicKeySpec(modulus, PgpPacket.number(in));
        yield Optional.of(KeyFactory.getInstance("RSA").generatePublic(rsa));
      }
      case EDDSA -> {
        // The curve's name, then the point behind a byte 0x40.
        PgpPacket.take(in, in.get() & 0xff);
        byte[] point = PgpPacket.number(in).toByteArray();
        yield point.length == 33
            ? Optional.of(SshSignature.edward(Arrays.copyOfRange(point, 1, 33)))
            : Optional.empty();
      }
      case ED25519 -> Optional.of(SshSignature.edward(PgpPacket.take(in, 32)));
      default -> Optional.empty();
    };
  }
}
