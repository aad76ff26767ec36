package dev.tidegate.policy.rules.commit;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An OpenPGP signature, version 4, with SHA-2.
 *
 * @param type 0 over a document; {@link #KEY_REVOKED}, {@link #SUBKEY_REVOKED}; others about keys
 * @param hashed the packet from its version to its hashed fields
 * @param keyLives seconds from its making that a key is valid; 0: not said
 */
record PgpSignature(int type, int algorithm, int hash, byte[] hashed, long keyLives, byte[] value) {
  static final int DOCUMENT = 0;
  static final int KEY_REVOKED = 0x20;
  static final int SUBKEY_REVOKED = 0x28;
  private static final int KEY_LIVES = 9;

  /** The first signature over a document in an armoured block. */
  static Optional<PgpSignature> parse(String armoured) {
    try {
      List<PgpPacket> packets = PgpPacket.read(armoured);
      return packets.size() == 1 && packets.getFirst().tag() == PgpPacket.SIGNATURE
          ? of(packets.getFirst().body()).filter(s -> s.type() == DOCUMENT)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Empty where it is of another version, or cut off. */
  static Optional<PgpSignature> of(byte[] body) {
    try {
      ByteBuffer in = ByteBuffer.wrap(body);
      if (in.get() != 4) {
        return Optional.empty();
      }
      int type = in.get() & 0xff;
      int algorithm = in.get() & 0xff;
      int hash = in.get() & 0xff;
      byte[] fields = PgpPacket.take(in, in.getShort() & 0xffff);
      byte[] hashed = Arrays.copyOf(body, 6 + fields.length);
      PgpPacket.take(in, in.getShort() & 0xffff);
      in.getShort();
      byte[] value = PgpPacket.take(in, in.remaining());
      return Optional.of(new PgpSignature(type, algorithm, hash, hashed, lives(fields), value));
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static long lives(byte[] fields) {
    ByteBuffer in = ByteBuffer.wrap(fields);
    long lives = 0;
    while (in.hasRemaining()) {
      ByteBuffer field = ByteBuffer.wrap(PgpPacket.take(in, PgpPacket.length(in)));
      if ((field.get() & 0x7f) == KEY_LIVES) {
        lives = Integer.toUnsignedLong(field.getInt());
      }
    }
    return lives;
  }

  /** True where the key made it over exactly this content. */
  boolean isOver(byte[] content, PgpKey by) {
    if (by.key().isEmpty() || by.algorithm() != algorithm) {
      return false;
    }
    String sha =
        switch (hash) {
          case 8 -> "256";
          case 9 -> "384";
          case 10 -> "512";
          default -> "";
        };
    byte[] signed =
        ByteBuffer.allocate(content.length + hashed.length + 6)
            .put(content)
            .put(hashed)
            .put((byte) 4)
            .put((byte) 0xff)
            .putInt(hashed.length)
            .array();
    try {
      return !sha.isEmpty() && check(sha, by.key().get(), signed);
    } catch (GeneralSecurityException | BufferUnderflowException e) {
      return false;
    }
  }

  private boolean check(String sha, PublicKey key, byte[] signed) throws GeneralSecurityException {
    ByteBuffer in = ByteBuffer.wrap(value);
    if (algorithm == PgpKey.RSA) {
      int length = (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
      return SshSignature.check(
          "SHA" + sha + "withRSA", key, signed, padded(PgpPacket.number(in), length));
    }
    byte[] digest = MessageDigest.getInstance("SHA-" + sha).digest(signed);
    byte[] pair =
        algorithm == PgpKey.ED25519
            ? PgpPacket.take(in, 64)
            : ByteBuffer.allocate(64)
                .put(padded(PgpPacket.number(in), 32))
                .put(padded(PgpPacket.number(in), 32))
                .array();
    return SshSignature.check("Ed25519", key, digest, pair);
  }

  private static byte[] padded(BigInteger number, int length) throws GeneralSecurityException {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    int size = bytes.length - skip;
    if (size > length) {
      throw new GeneralSecurityException("a number is too long");
    }
    byte[] out = new byte[length];
    System.arraycopy(bytes, skip, out, length - size, size);
    return out;
  }
}
