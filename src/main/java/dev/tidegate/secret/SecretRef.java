package dev.tidegate.secret;

import java.nio.file.Path;

/** Where a secret comes from; a literal is not among the choices. */
public sealed interface SecretRef {
  /** For people: {@code env GITHUB_TOKEN}, {@code file app.pem}. */
  String describe();

  /** An environment variable. */
  record Env(String name) implements SecretRef {
    @Override
    public String describe() {
      return "env " + name;
    }
  }

  /** A file; surrounding white space of its content is not part of the secret. */
  record File(Path path) implements SecretRef {
    @Override
    public String describe() {
      return "file " + path;
    }
  }
}
