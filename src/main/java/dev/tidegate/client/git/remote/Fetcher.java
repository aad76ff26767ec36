package dev.tidegate.client.git.remote;

import dev.tidegate.change.RepoId;
import dev.tidegate.secret.Secret;
import dev.tidegate.trouble.RemoteException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/** Brings refs and objects from one remote, in bounded time. */
public final class Fetcher {
  public static final List<RefSpec> EVERYTHING =
      List.of(
          new RefSpec("+refs/heads/*:refs/heads/*"),
          new RefSpec("+refs/tags/*:refs/tags/*"),
          new RefSpec("+refs/pull/*:refs/pull/*"));

  private final RepoId repo;
  private final URI url;
  private final Optional<Secret> token;
  private final Duration patience;

  public Fetcher(RepoId repo, URI url, Optional<Secret> token, Duration patience) {
    if (url.getUserInfo() != null) {
      throw RemoteException.lasting(
          "git", "the clone URL of " + repo + " holds a user or password; remove it", null);
    }
    this.repo = repo;
    this.url = url;
    this.token = token;
    this.patience = patience;
  }

  /** Fetches; refs that the remote no longer has are dropped, their objects stay. */
  public void fetch(Repository into, List<RefSpec> specs) {
    Deadline deadline = new Deadline(patience);
    try (Transport transport = open(into)) {
      transport.setRemoveDeletedRefs(specs.equals(EVERYTHING));
      transport.fetch(deadline, specs);
    } catch (NotSupportedException | TransportException e) {
      throw FetchTrouble.of(e, repo, token, deadline);
    } catch (URISyntaxException e) {
      throw RemoteException.lasting("git", "the clone URL of " + repo + " is not a URL", null);
    }
  }

  /** The refs the remote shows now, {@code HEAD} included; by full name. */
  public Map<String, Ref> refs(Repository local, String... prefixes) {
    Deadline deadline = new Deadline(patience);
    try (Transport transport = open(local);
        FetchConnection connection =
            transport.openFetch(
                Arrays.stream(prefixes).map(p -> new RefSpec(p + ":" + p)).toList())) {
      return Map.copyOf(connection.getRefsMap());
    } catch (NotSupportedException | TransportException e) {
      throw FetchTrouble.of(e, repo, token, deadline);
    } catch (URISyntaxException e) {
      throw RemoteException.lasting("git", "the clone URL of " + repo + " is not a URL", null);
    }
  }

  private Transport open(Repository local)
      throws URISyntaxException, NotSupportedException, TransportException {
    URIish remote = new URIish(url.toString());
    Transport transport = Transport.open(local, remote);
    transport.setTimeout((int) Math.max(1, patience.toSeconds()));
    transport.setTagOpt(TagOpt.NO_TAGS);
    transport.setCheckFetchedObjects(false);
    transport.setCredentialsProvider(new HostToken(url, token));
    return transport;
  }
}
