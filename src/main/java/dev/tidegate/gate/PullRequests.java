package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.util.List;
import java.util.Optional;

/** What the stories ask the forge. Reads only; throws RemoteException. */
public interface PullRequests {
  /** The pull request as it is now; empty where it does not exist. */
  Optional<PullRequest> find(RepoId repo, int number);

  /**
   * Pull requests that contain a commit: open ones, and those that landed with it (a direct push of
   * a pull request's head closes it as merged). One that was closed without landing is left out.
   */
  List<PullRequest> containing(RepoId repo, CommitId commit);

  /** Open pull requests whose head is a commit, those of forks included. */
  List<PullRequest> withHead(RepoId repo, CommitId head);

  /** True where the account may push to the repository. */
  boolean mayWrite(RepoId repo, String login);

  record PullRequest(
      RepoId repo,
      int number,
      CommitId head,
      RefName target,
      String author,
      boolean open,
      boolean fromFork) {}
}
