package dev.tidegate.gate;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Verdict;
import java.util.List;
import java.util.Optional;

/** Which repositories the gate watches, and the policy in force for each. Thread-safe. */
public interface Benches {
  /** The repositories of the configuration. */
  List<Tracked> tracked();

  default Optional<Tracked> find(RepoId repo) {
    return tracked().stream()
        .filter(t -> t.repo().fullName().equalsIgnoreCase(repo.fullName()))
        .findFirst();
  }

  /**
   * The policy for a change, with the repository's own file as it stands at a commit of the
   * protected branch: never from the commit being judged. Without a commit (the branch's very first
   * push) only what the server says counts.
   *
   * @throws dev.tidegate.trouble.ConfigException where that file cannot be used; then nothing is
   *     judged, which is never a success
   */
  Bench bench(RepoId repo, Optional<CommitId> protectedTip);

  /** A repository and its protected branch. */
  record Tracked(RepoId repo, RefName branch) {}

  /** Judges changes of one repository by one policy. */
  interface Bench {
    Verdict judge(Change change);

    Fleet fleet();
  }
}
