package dev.tidegate.policy;

/**
 * One rule. Stateless and thread-safe; opens no file and no socket. A rule that throws, or runs out
 * of its time, denies with its own name.
 */
public sealed interface Rule permits FileRule, ChangeRule {
  RuleDoc doc();

  /** Id such as {@code secret/plaintext}: family, slash, name. */
  default String id() {
    return doc().id();
  }
}
