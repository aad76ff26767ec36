package dev.tidegate.policy.engine;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.policy.engine.StepFindings.Raw;

/** What a fix has to say about commits that keep what a later commit removes. */
final class History {
  private History() {}

  static String fix(Change change, Raw raw) {
    boolean staysInHistory =
        !raw.doc().wholeTree() && !raw.path().isEmpty() && change.commits().size() > 0;
    if (!staysInHistory || change.base().isEmpty() || raw.failure()) {
      return raw.fix();
    }
    if (change.origin().door() == Origin.Door.PUSH) {
      return raw.fix()
          + "\nIt is already on the branch: whoever could fetch since then may have it.";
    }
    if (raw.inResult()) {
      return raw.fix()
          + "\nThen put the repair into the commit itself, because a further commit leaves the"
          + " content in the branch's history:\n"
          + squash(change.base().get());
    }
    return "A later commit removes it, but commit "
        + raw.commit().abbreviated()
        + " keeps it in the branch's history. Rewrite the branch, for example into one commit:\n"
        + squash(change.base().get())
        + "\n"
        + raw.fix();
  }

  private static String squash(CommitId base) {
    return "git reset --soft "
        + base.abbreviated()
        + " && git commit && git push --force-with-lease";
  }
}
