package dev.tidegate.ingress.hook;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.policy.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens what a hook was called for. Thread-safe. */
public interface Pushes {
  /**
   * Opens the repository and its policy.
   *
   * @throws dev.tidegate.trouble.RemoteException where the repository cannot be read
   * @throws dev.tidegate.trouble.ConfigException where its policy cannot be used
   */
  Waiting open(HookRequest request, List<RefUpdate> updates);

  /** The commit that a revision names where the hook was called; throws like {@link #open}. */
  CommitId commit(HookRequest request, String revision);

  /** A push or commit that waits for the word. Both methods throw like {@link #open}. */
  interface Waiting extends AutoCloseable {
    /** Where it is, for the log. */
    String repository();

    HookSettings settings();

    /**
     * What each ref brings, without those that bring nothing; for a commit one change under {@link
     * #NEXT}.
     */
    Map<RefUpdate, Change> changes(List<RefUpdate> updates, Optional<String> actor);

    Verdict judge(Change change);

    @Override
    void close();
  }

  /** Stands for the commit that does not exist yet. */
  RefUpdate NEXT = new RefUpdate(new RefName("refs/next"), Optional.empty(), Optional.empty());
}
