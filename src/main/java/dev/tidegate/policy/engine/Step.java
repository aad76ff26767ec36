package dev.tidegate.policy.engine;

import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.Rule;
import java.util.function.Consumer;

/** One rule over one file, or one rule over the whole change. */
record Step(Rule rule, Place place, Consumer<Findings> judge) {
  /**
   * Where a finding belongs unless the rule says otherwise.
   *
   * @param path empty for the whole change
   */
  record Place(String path, CommitId commit, boolean inResult) {}
}
