package dev.tidegate.client.github;

import dev.tidegate.change.RepoId;
import dev.tidegate.secret.Secret;

/** Gives the credential for a repository. Thread-safe. */
sealed interface Tokens permits Tokens.Fixed, AppTokens {
  /** What a token is for: an App's token is narrowed to that. */
  enum Scope {
    /** Checks, comments, reading pull requests. */
    API,
    /** Fetching objects, nothing else. */
    GIT
  }

  Secret of(RepoId repo, Scope scope);

  /**
   * The token was refused: forget it.
   *
   * @return true where another one may do better
   */
  boolean refused(RepoId repo, Secret token);

  /** Whose rate limits a repository's requests count against. */
  String account(RepoId repo);

  /** One token for everything. */
  record Fixed(Secret token) implements Tokens {
    @Override
    public Secret of(RepoId repo, Scope scope) {
      return token;
    }

    @Override
    public boolean refused(RepoId repo, Secret refused) {
      return false;
    }

    @Override
    public String account(RepoId repo) {
      return "token";
    }
  }
}
