package dev.tidegate.policy;

import java.util.List;

/**
 * One rule. Stateless and thread-safe; opens no file and no socket. A rule that throws, or runs out
 * of its time, denies with its own name.
 */
public sealed interface Rule permits FileRule, ChangeRule {
  RuleDoc doc();

  /**
   * What else than settings decides: the digest of a policy covers it. The change itself is not.
   */
  default List<String> basis(Subject subject) {
    return List.of();
  }

  /**
   * True where it wants to look again, at everything, once every rule has looked: by then all
   * values that are known to be secrets are known.
   */
  default boolean looksAgain() {
    return false;
  }

  /** Id such as {@code secret/plaintext}: family, slash, name. */
  default String id() {
    return doc().id();
  }
}
