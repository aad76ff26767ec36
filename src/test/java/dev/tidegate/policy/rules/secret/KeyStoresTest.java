package dev.tidegate.policy.rules.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.policy.rules.secret.CredentialFile.KeyStores;
import java.io.ByteArrayOutputStream;
import java.security.KeyStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores of keys as the JDK itself writes them. */
final class KeyStoresTest {
  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS", "JCEKS"})
  void aStoreIsKnownByItsContentUnderAnyName(String type) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, "changeit".toCharArray());
    assertThat(KeyStores.what("notes.txt", out.toByteArray())).isPresent();
  }

  @Test
  void pkcs12IsKnownByItsNameToo() {
    assertThat(KeyStores.what("certs/ingress.P12", new byte[0])).isPresent();
    assertThat(KeyStores.what("certs/ingress.pfx", new byte[] {1, 2})).isPresent();
  }

  @Test
  void otherFilesAreNone() {
    assertThat(KeyStores.what("a.der", new byte[] {'0', (byte) 0x82, 1, 2, 3})).isEmpty();
    assertThat(
            KeyStores.what(
                "p12/readme.md", "0 is a digit".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(KeyStores.what("empty", new byte[0])).isEmpty();
  }
}
