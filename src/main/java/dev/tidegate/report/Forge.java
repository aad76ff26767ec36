package dev.tidegate.report;

import dev.tidegate.change.RepoId;
import java.util.Optional;

/**
 * Where reports are published. Every method is safe to repeat: it finds what an earlier, lost
 * attempt wrote (external id, hidden marker) before it writes. Throws {@link
 * dev.tidegate.trouble.RemoteException}; a rate limit says when to come back and nobody sleeps.
 */
public interface Forge {
  /** Creates the check, or brings the one with this external id to the wanted state. */
  void publish(CheckReport report);

  /** The body of our comment with this hidden marker on a pull request, if there is one. */
  Optional<String> comment(RepoId repo, int pullRequest, String marker);

  /**
   * Creates or edits in place the one comment that carries the marker (which stands in the body).
   */
  void comment(RepoId repo, int pullRequest, String marker, String body);
}
