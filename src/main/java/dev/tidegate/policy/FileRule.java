package dev.tidegate.policy;

/**
 * A rule about single files: it sees every content that any commit of the change adds, so that what
 * was added and removed within one pull request still counts.
 */
public non-sealed interface FileRule extends Rule {
  void judge(SourceFile file, Findings findings);
}
