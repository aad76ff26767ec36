package dev.tidegate.policy.rules.commit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** ECDSA as OpenSSH writes it, checked as the JDK wants it. */
final class Ecdsa {
  private Ecdsa() {}

  static boolean check(String curve, byte[] point, byte[] signed, byte[] value)
      throws GeneralSecurityException {
    String size = curve.substring("nistp".length());
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp" + size + "r1"));
    int half = (point.length - 1) / 2;
    ECPoint at =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + half)),
            new BigInteger(1, Arrays.copyOfRange(point, 1 + half, point.length)));
    PublicKey publicKey =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(at, parameters.getParameterSpec(ECParameterSpec.class)));
    ByteBuffer in = ByteBuffer.wrap(value);
    byte[] der = sequence(integer(SshBlob.bytes(in)), integer(SshBlob.bytes(in)));
    String hash =
        switch (size) {
          case "256" -> "SHA256";
          case "384" -> "SHA384";
          default -> "SHA512";
        };
    return SshSignature.check(hash + "withECDSA", publicKey, signed, der);
  }

  private static byte[] integer(byte[] value) {
    return ByteBuffer.allocate(2 + value.length)
        .put((byte) 2)
        .put((byte) value.length)
        .put(value)
        .array();
  }

  private static byte[] sequence(byte[] r, byte[] s) {
    int length = r.length + s.length;
    ByteBuffer out = ByteBuffer.allocate(length + (length > 127 ? 3 : 2)).put((byte) 0x30);
    if (length > 127) {
      out.put((byte) 0x81);
    }
    return out.put((byte) length).put(r).put(s).array();
  }
}
