package dev.tidegate.client.git.remote;

import dev.tidegate.change.RepoId;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;

/** Why a fetch failed, for people: never with the token, nor with a cause that may hold it. */
final class FetchTrouble {
  private FetchTrouble() {}

  static RemoteException of(IOException e, RepoId repo, Optional<Secret> token, Deadline deadline) {
    String text = String.valueOf(e.getMessage());
    String said = token.map(t -> text.replace(t.reveal(), "[redacted]")).orElse(text);
    String what = "cannot fetch " + repo + ": ";
    if (deadline.passed()) {
      return passing(what + "not done within " + deadline.patience());
    }
    String low = said.toLowerCase(Locale.ROOT);
    if (low.contains("not authorized") || low.contains("not permitted")) {
      return lasting(
          what + "the token was refused; it needs read access to the repository's contents");
    }
    if (e instanceof NoRemoteRepositoryException || low.contains("not found")) {
      return lasting(what + "no such repository there, or the token may not see it (" + said + ")");
    }
    if ((low.contains("want ") && low.contains(" not valid"))
        || low.contains("remote does not have")
        || low.contains("not our ref")) {
      return lasting(what + "the remote no longer has the commit (" + said + ")");
    }
    return passing(what + said);
  }

  private static RemoteException passing(String message) {
    return RemoteException.passing("git", message, null);
  }

  private static RemoteException lasting(String message) {
    return RemoteException.lasting("git", message, null);
  }
}
