package dev.tidegate.policy;

/** A rule about the commits, or about the whole tree that would result. */
public non-sealed interface ChangeRule extends Rule {
  void judge(Subject subject, Findings findings);

  /** The second look, for rules that {@link #looksAgain}. */
  default void again(Subject subject, Findings findings) {}
}
