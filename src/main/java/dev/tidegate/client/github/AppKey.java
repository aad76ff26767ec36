package dev.tidegate.client.github;

import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.ConfigException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The App's private key: signs the short JSON Web Tokens by which an App says who it is. */
final class AppKey {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");

  /** AlgorithmIdentifier rsaEncryption with NULL parameters, after INTEGER 0. */
  private static final byte[] PKCS8_HEAD = {
    0x02,
    0x01,
    0x00,
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  private static final long DRIFT = 60;
  private static final long LIFE = 9 * 60;

  private final long appId;
  private final PrivateKey key;

  private AppKey(long appId, PrivateKey key) {
    this.appId = appId;
    this.key = key;
  }

  /**
   * @param pem PKCS#1 (as GitHub hands it out) or PKCS#8, not encrypted
   */
  static AppKey of(long appId, Secret pem) {
    Matcher found = PEM.matcher(pem.reveal());
    if (!found.find()) {
      throw unusable("it is no unencrypted RSA key in PEM form");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      byte[] pkcs8 = found.group(1) == null ? der : wrapped(der);
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      return new AppKey(appId, rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable("its content is damaged (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static ConfigException unusable(String why) {
    return new ConfigException(
        List.of(
            new ConfigException.Problem(
                "configuration",
                0,
                0,
                "github.app.privateKey",
                "the private key cannot be used: " + why,
                "Take the .pem file that the App's settings page gives out")));
  }

  private static byte[] wrapped(byte[] pkcs1) {
    byte[] octets = tagged(0x04, pkcs1);
    byte[] content = new byte[PKCS8_HEAD.length + octets.length];
    System.arraycopy(PKCS8_HEAD, 0, content, 0, PKCS8_HEAD.length);
    System.arraycopy(octets, 0, content, PKCS8_HEAD.length, octets.length);
    return tagged(0x30, content);
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int n = content.length;
    if (n < 0x80) {
      out.write(n);
    } else if (n < 0x100) {
      out.write(0x81);
      out.write(n);
    } else {
      out.write(0x82);
      out.write(n >> 8);
      out.write(n);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** A token of nine minutes, dated a minute back for clocks that differ. */
  Secret jwt(Instant now) {
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%d\"}"
            .formatted(now.getEpochSecond() - DRIFT, now.getEpochSecond() + LIFE, appId);
    String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Signature rs256 = Signature.getInstance("SHA256withRSA");
      rs256.initSign(key);
      rs256.update(signed.getBytes(StandardCharsets.US_ASCII));
      return new Secret(signed + "." + base64(rs256.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key was good when it was read", e);
    }
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
