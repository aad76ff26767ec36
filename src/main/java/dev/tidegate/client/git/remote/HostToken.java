package dev.tidegate.client.git.remote;

import dev.tidegate.secret.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Gives the token to the host it is for, and to no other that a redirect leads to. */
final class HostToken extends CredentialsProvider {
  private final URI url;
  private final Optional<Secret> token;

  HostToken(URI url, Optional<Secret> token) {
    this.url = url;
    this.token = token;
  }

  @Override
  public boolean isInteractive() {
    return false;
  }

  @Override
  public boolean supports(CredentialItem... items) {
    return Arrays.stream(items)
        .allMatch(
            i -> i instanceof CredentialItem.Username || i instanceof CredentialItem.Password);
  }

  @Override
  public boolean get(URIish asked, CredentialItem... items) {
    if (token.isEmpty() || !sameHost(asked)) {
      return false;
    }
    for (CredentialItem item : items) {
      switch (item) {
        case CredentialItem.Username user -> user.setValue("x-access-token");
        case CredentialItem.Password password ->
            password.setValue(token.get().reveal().toCharArray());
        default -> {
          return false;
        }
      }
    }
    return true;
  }

  private boolean sameHost(URIish asked) {
    return url.getScheme().equalsIgnoreCase(asked.getScheme())
        && String.valueOf(url.getHost()).equalsIgnoreCase(asked.getHost())
        && port(url.getPort()) == port(asked.getPort());
  }

  private int port(int given) {
    return given > 0 ? given : url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
