package dev.tidegate.client.github;

import dev.tidegate.secret.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * How to reach GitHub, or a GitHub Enterprise Server.
 *
 * @param apiUrl {@code https://api.github.com} or {@code https://HOST/api/v3}; no slash at its end
 * @param publicUrl where people reach Tidegate, for links from a commit status
 */
public record GitHubSettings(URI apiUrl, Login login, Optional<URI> publicUrl) {
  public GitHubSettings {
    String text = apiUrl.toString();
    if (apiUrl.getHost() == null || apiUrl.getUserInfo() != null || apiUrl.getQuery() != null) {
      throw new IllegalArgumentException("github.apiUrl needs a host, no user and no query");
    }
    apiUrl = URI.create(text.replaceAll("/+$", ""));
  }

  /** Who we are there. */
  public sealed interface Login {}

  /**
   * A GitHub App: check runs, narrow tokens that last an hour.
   *
   * @param installation the one to ask for tokens; empty: looked up for each repository
   */
  public record App(long id, Secret privateKey, Optional<Long> installation) implements Login {}

  /** A personal or machine token: commit statuses, since only Apps may write check runs. */
  public record Token(Secret value) implements Login {
    /** True for a token that an App's installation was given by somebody else's program. */
    boolean ofInstallation() {
      return value.reveal().startsWith("ghs_");
    }
  }

  /** Where GitHub shall send deliveries. */
  public Optional<URI> hookUrl() {
    return publicUrl.map(
        uri -> URI.create(uri.toString().replaceAll("/+$", "") + "/webhooks/github"));
  }

  URI at(String path) {
    return URI.create(apiUrl + "/" + path);
  }

  /** True where we may write check runs. */
  boolean writesChecks() {
    return switch (login) {
      case App app -> true;
      case Token token -> token.ofInstallation();
    };
  }

  /** The App's id, where we know it. */
  Optional<Long> appId() {
    return login instanceof App app ? Optional.of(app.id()) : Optional.empty();
  }
}
