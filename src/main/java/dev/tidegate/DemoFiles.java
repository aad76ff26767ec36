package dev.tidegate;

import dev.tidegate.sim.Developer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** The sample repository and configuration of the demo, from {@code /demo} in the jar. */
final class DemoFiles {
  private DemoFiles() {}

  /** The first commit of the demo's repository, pushed before the gate watches. */
  static void seed(Developer developer, String cloneUrl) {
    for (String path : samples()) {
      developer.write(path, sample(path).replace("https://github.com/acme/gitops.git", cloneUrl));
    }
    developer.commit("Add the platform's applications");
    developer.push("main");
  }

  /** The paths of the sample repository. */
  static List<String> samples() {
    return text("files.txt").lines().toList();
  }

  static String sample(String path) {
    return text("gitops/" + path);
  }

  static String config(URI forge, URI argo, Path state) {
    return text("tidegate.yaml")
        .replace("${forge}", forge.toString())
        .replace("${argo}", argo.toString())
        .replace("${state}", state.toString());
  }

  static String text(String name) {
    try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a fresh key for the demo's GitHub App. */
  static void appKey(Path file) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String label = "PRIVATE" + " KEY";
      String lines =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      Files.writeString(
          file, "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
