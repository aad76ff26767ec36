package dev.tidegate.client.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.ConfigException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The App's key in both of its spellings. */
final class AppKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");

  private static Secret pem(String kind, byte[] der) {
    String dashes = "-".repeat(5);
    String body = Base64.getMimeEncoder().encodeToString(der);
    String end = kind + "PRIVATE KEY" + dashes;
    return new Secret(dashes + "BEGIN " + end + "\n" + body + "\n" + dashes + "END " + end + "\n");
  }

  @Test
  void signsWithAKeyAsGitHubHandsItOutAndWithPkcs8() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair keys = rsa.generateKeyPair();
    byte[] pkcs8 = keys.getPrivate().getEncoded();
    // SEQUENCE (4), version (3), algorithm (15), OCTET STRING header (4), then PKCS#1.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    for (Secret pem : new Secret[] {pem("", pkcs8), pem("RSA ", pkcs1)}) {
      String[] parts = AppKey.of(123, pem).jwt(NOW).reveal().split("[.]");
      Signature check = Signature.getInstance("SHA256withRSA");
      check.initVerify(keys.getPublic());
      check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
      JsonNode claims = FakeGitHub.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      assertThat(claims.path("iss").asText()).isEqualTo("123");
      assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
          .isLessThanOrEqualTo(600);
      assertThat(claims.path("iat").asLong()).isLessThan(NOW.getEpochSecond());
    }
  }

  @Test
  void saysWhatIsWrongWithAKeyWithoutShowingIt() {
    for (Secret bad : new Secret[] {new Secret("canary"), pem("", new byte[] {1, 2, 3})}) {
      assertThatThrownBy(() -> AppKey.of(1, bad))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("github.app.privateKey")
          .hasMessageNotContaining("canary");
    }
  }
}
