package dev.tidegate.policy.audit;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Takes down what one rule finds in one content or text.
 *
 * @param keys receives the key of each sighting
 */
record Notebook(
    Ledger ledger, RuleDoc doc, CommitId commit, int age, Optional<BlobId> blob, List<String> keys)
    implements Findings {
  @Override
  public void add(String path, int line, int column, String identity, String what, String fix) {
    put(Optional.empty(), false, path, line, column, identity, what, fix);
  }

  @Override
  public void add(
      Severity severity,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix) {
    put(Optional.of(severity), false, path, line, column, identity, what, fix);
  }

  @Override
  public Findings at(CommitId other) {
    return new Notebook(ledger, doc, other, age, blob, keys);
  }

  void failed(String path, String identity, String what, String fix) {
    put(Optional.empty(), true, path, 0, 0, identity, what, fix);
  }

  private void put(
      Optional<Severity> stated,
      boolean failure,
      String path,
      int line,
      int column,
      String identity,
      String what,
      String fix) {
    Sighting seen =
        new Sighting(
            doc, stated, failure, path, line, column, identity, what, fix, commit, age, blob);
    keys.add(seen.key());
    ledger.take(seen);
  }
}
