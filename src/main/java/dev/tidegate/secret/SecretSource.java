package dev.tidegate.secret;

/** Resolves references. Thread-safe. */
@FunctionalInterface
public interface SecretSource {
  /**
   * @throws dev.tidegate.trouble.ConfigException where the variable or file is missing or empty
   */
  Secret resolve(SecretRef ref);
}
