package dev.tidegate.policy.rules.commit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A signature in OpenSSH's own format (PROTOCOL.sshsig), namespace {@code git}: Ed25519, ECDSA, RSA
 * with SHA-2, and Ed25519 on a security key.
 *
 * @param key the signer's public key, as OpenSSH encodes keys
 */
record SshSignature(byte[] key, byte[] signature, String hash) {
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final String NAMESPACE = "git";
  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Empty where it is something else, or for another namespace. */
  static Optional<SshSignature> parse(String armoured) {
    String body = armoured.strip().replaceAll("-----(BEGIN|END) SSH SIGNATURE-----|\\s", "");
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(body));
      byte[] magic = new byte[MAGIC.length];
      in.get(magic);
      if (!Arrays.equals(magic, MAGIC) || in.getInt() != 1) {
        return Optional.empty();
      }
      byte[] key = SshBlob.bytes(in);
      String namespace = SshBlob.text(in);
      SshBlob.bytes(in);
      String hash = SshBlob.text(in);
      byte[] signature = SshBlob.bytes(in);
      return namespace.equals(NAMESPACE) && (hash.equals("sha256") || hash.equals("sha512"))
          ? Optional.of(new SshSignature(key, signature, hash))
          : Optional.empty();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  /** True where the key made the signature over exactly this content. */
  boolean isOver(byte[] content) {
    try {
      byte[] digest =
          MessageDigest.getInstance(hash.equals("sha512") ? "SHA-512" : "SHA-256").digest(content);
      ByteArrayOutputStream signed = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(signed)) {
        out.write(MAGIC);
        for (byte[] part : new byte[][] {ascii(NAMESPACE), new byte[0], ascii(hash), digest}) {
          out.writeInt(part.length);
          out.write(part);
        }
      }
      return verify(signed.toByteArray());
    } catch (GeneralSecurityException | IOException | BufferUnderflowException e) {
      return false;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean verify(byte[] signed) throws GeneralSecurityException {
    ByteBuffer from = ByteBuffer.wrap(key);
    ByteBuffer of = ByteBuffer.wrap(signature);
    String type = SshBlob.text(from);
    String algorithm = SshBlob.text(of);
    byte[] value = SshBlob.bytes(of);
    return switch (type) {
      case "ssh-ed25519" ->
          algorithm.equals(type) && check("Ed25519", edward(SshBlob.bytes(from)), signed, value);
      case "sk-ssh-ed25519@openssh.com" -> {
        PublicKey publicKey = edward(SshBlob.bytes(from));
        byte[] application = SshBlob.bytes(from);
        byte flags = of.get();
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        ByteBuffer whole =
            ByteBuffer.allocate(32 + 1 + 4 + 32)
                .put(sha.digest(application))
                .put(flags)
                .putInt(of.getInt())
                .put(sha.digest(signed));
        // Bit 0: somebody touched it.
        yield algorithm.equals(type)
            && (flags & 1) == 1
            && check("Ed25519", publicKey, whole.array(), value);
      }
      case "ssh-rsa" -> {
        BigInteger exponent = new BigInteger(SshBlob.bytes(from));
        BigInteger modulus = new BigInteger(SshBlob.bytes(from));
        PublicKey publicKey =
            KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
        yield switch (algorithm) {
          case "rsa-sha2-512" -> check("SHA512withRSA", publicKey, signed, value);
          case "rsa-sha2-256" -> check("SHA256withRSA", publicKey, signed, value);
          default -> false;
        };
      }
      case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
          algorithm.equals(type)
              && Ecdsa.check(SshBlob.text(from), SshBlob.bytes(from), signed, value);
      default -> false;
    };
  }

  static PublicKey edward(byte[] raw) throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(ED25519, ED25519.length + raw.length);
    System.arraycopy(raw, 0, encoded, ED25519.length, raw.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  static boolean check(String algorithm, PublicKey key, byte[] signed, byte[] value)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initVerify(key);
    signature.update(signed);
    return signature.verify(value);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
