package dev.tidegate.policy.audit;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import java.util.Comparator;
import java.util.Optional;

/**
 * One thing that a rule found at one place of the history.
 *
 * @param stated a severity that the rule gave to this very finding
 * @param failure true where the rule itself failed, or could not look: always denies
 * @param age the older, the lower
 * @param blob the content that holds it; empty for a commit's text
 */
record Sighting(
    RuleDoc doc,
    Optional<Severity> stated,
    boolean failure,
    String path,
    int line,
    int column,
    String identity,
    String what,
    String fix,
    CommitId commit,
    int age,
    Optional<BlobId> blob) {
  static final Comparator<Sighting> OLDEST =
      Comparator.comparingInt(Sighting::age)
          .thenComparing(Sighting::path)
          .thenComparingInt(Sighting::line)
          .thenComparingInt(Sighting::column)
          .thenComparing(Sighting::what);

  /** Sightings of one key are one finding. A value's identity holds its keyed hash. */
  String key() {
    boolean byValue = identity.indexOf('/') >= 0;
    return doc.id() + '\0' + identity + (byValue && blob.isPresent() ? "" : '\0' + path);
  }
}
