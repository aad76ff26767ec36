package dev.tidegate.sim;

import dev.tidegate.sim.git.SimRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** Somebody's copy of the repository: to push to, and to open pull requests from. */
public final class SimFork implements AutoCloseable {
  private final SimGitHub forge;
  private final String owner;
  private final String path;
  final SimRepository git;

  SimFork(SimGitHub forge, String owner, Path directory) throws IOException {
    this.forge = forge;
    this.owner = owner;
    this.path = "/" + owner + "/" + forge.repo().substring(forge.repo().indexOf('/') + 1) + ".git";
    this.git = new SimRepository(directory, forge.git.branch(), this::moved);
    for (String branch : forge.git.branches()) {
      git.take(forge.git, branch, "refs/heads/" + branch);
    }
  }

  String owner() {
    return owner;
  }

  /** Where its repository is served, below the forge's address. */
  String path() {
    return path;
  }

  public URI cloneUri() {
    return URI.create(forge.uri() + path);
  }

  /** The pull requests of a fork follow its branches; its other pushes are nobody's news. */
  private void moved(String user, String ref, String before, String after, boolean forced) {
    forge.follow(this, ref, before, after, user);
  }

  @Override
  public void close() {
    git.close();
  }
}
