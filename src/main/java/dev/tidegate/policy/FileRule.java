package dev.tidegate.policy;

import dev.tidegate.change.Addition;

/**
 * A rule about single files. It sees every content that any commit of the change adds, so that what
 * was added and removed within one pull request still counts; where its {@link RuleDoc#wholeTree}
 * is true, only the contents that stand in the result, so that a further commit mends it.
 */
public non-sealed interface FileRule extends Rule {
  void judge(SourceFile file, Findings findings);

  /** The second look, for rules that {@link #looksAgain}. */
  default void again(SourceFile file, Findings findings) {}

  /**
   * Asked instead of {@link #judge} about what cannot be read: a file over the size limit, a
   * submodule. Only path, mode and size are known; the engine itself reports that it was not read.
   */
  default void judgeUnread(Addition addition, Findings findings) {}
}
