package dev.tidegate.secret;

import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Secrets from environment variables and files, the latter read anew each time. Thread-safe. */
public final class SecretFiles implements SecretSource {
  private static final int LARGEST = 64 * 1024;
  private final Map<String, String> environment;

  /** Takes variables from a map such as {@link System#getenv()}. */
  public SecretFiles(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Secret resolve(SecretRef ref) {
    return switch (ref) {
      case SecretRef.Env env -> fromEnvironment(env.name());
      case SecretRef.File file -> fromFile(file.path());
    };
  }

  private Secret fromEnvironment(String name) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      String state = environment.containsKey(name) ? " is empty" : " is not set";
      throw unusable("the environment variable " + name + state, "Set it before tidegate starts");
    }
    return new Secret(value);
  }

  private static Secret fromFile(Path path) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(LARGEST + 1);
    } catch (IOException e) {
      String state = Files.exists(path) ? " cannot be read" : " does not exist";
      throw unusable(
          "the secret's file " + path + state, "Create it, readable by the user of tidegate");
    }
    if (bytes.length > LARGEST) {
      throw unusable(
          "the secret's file " + path + " is larger than 64 KiB", "Point at the secret alone");
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      if (text.isEmpty()) {
        throw unusable("the secret's file " + path + " is empty", "Write the secret into it");
      }
      return new Secret(text);
    } catch (CharacterCodingException e) {
      throw unusable("the secret's file " + path + " is not text", "Write it as UTF-8");
    }
  }

  private static ConfigException unusable(String what, String remedy) {
    return new ConfigException(
        List.of(new ConfigException.Problem("secrets", 0, 0, "", what, remedy)));
  }
}
