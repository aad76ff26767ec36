package dev.tidegate.policy;

import dev.tidegate.change.CommitId;

/** Where a rule puts what it finds. The engine adds rule, commit, severity and fingerprint. */
public interface Findings {
  /**
   * @param path of the file; empty for a finding about a commit
   * @param line from 1; 0 for the whole file
   * @param column from 1; 0 where unknown
   * @param identity what makes this finding the same one after lines moved: never a secret's value
   *     (use a masked form or a keyed hash)
   * @param what one sentence, no secret
   * @param fix the exact repair for this case
   */
  void add(String path, int line, int column, String identity, String what, String fix);

  /** As above with another severity than the rule's own; the settings can only lower it. */
  void add(
      Severity severity,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix);

  /**
   * The same place, for findings about one commit. Without it a finding belongs to the commit that
   * added the file being judged, or to the head.
   */
  Findings at(CommitId commit);
}
