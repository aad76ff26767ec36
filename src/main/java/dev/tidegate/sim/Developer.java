package dev.tidegate.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;

/** Somebody with a working copy who commits and pushes over HTTP. */
public final class Developer implements AutoCloseable {
  private final Git git;
  private final Path folder;
  private final String name;
  private final UsernamePasswordCredentialsProvider credentials;

  /** Starts a repository in an empty folder whose remote is {@code origin}. */
  public Developer(String name, Path folder, URI origin, String branch, String token) {
    this.name = name;
    this.folder = folder;
    this.credentials = new UsernamePasswordCredentialsProvider(name, token);
    try {
      git = Git.init().setDirectory(folder.toFile()).setInitialBranch(branch).call();
      git.remoteAdd().setName("origin").setUri(new URIish(origin.toString())).call();
    } catch (GitAPIException | java.net.URISyntaxException e) {
      throw new IllegalStateException("the working copy could not be made", e);
    }
  }

  public Developer write(String path, String content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Developer remove(String path) {
    try {
      Files.delete(folder.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Commits everything in the working copy; the new commit's id. */
  public String commit(String message) {
    return commit(message, false);
  }

  /** Replaces the newest commit, as {@code git commit --amend} does. */
  public String amend(String message) {
    return commit(message, true);
  }

  private String commit(String message, boolean amend) {
    try {
      git.add().addFilepattern(".").call();
      git.add().addFilepattern(".").setUpdate(true).call();
      PersonIdent who = new PersonIdent(name, name + "@users.sim.example");
      return git.commit()
          .setMessage(message)
          .setAuthor(who)
          .setCommitter(who)
          .setAmend(amend)
          .setSign(false)
          .call()
          .name();
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  public Developer branch(String shortName) {
    try {
      git.checkout().setCreateBranch(true).setName(shortName).call();
      return this;
    } catch (GitAPIException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fetches and moves the working copy to the remote's branch. */
  public Developer update(String shortName) {
    try {
      git.fetch()
          .setRemote("origin")
          .setRefSpecs(new RefSpec("+refs/heads/*:refs/remotes/origin/*"))
          .setCredentialsProvider(credentials)
          .call();
      git.checkout()
          .setName(shortName)
          .setCreateBranch(git.getRepository().exactRef("refs/heads/" + shortName) == null)
          .setStartPoint("origin/" + shortName)
          .call();
      git.reset().setMode(ResetCommand.ResetType.HARD).setRef("origin/" + shortName).call();
      return this;
    } catch (GitAPIException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public Developer push(String shortName) {
    try {
      git.push()
          .setRemote("origin")
          .setForce(true)
          .setRefSpecs(new RefSpec("refs/heads/" + shortName + ":refs/heads/" + shortName))
          .setCredentialsProvider(credentials)
          .call();
      return this;
    } catch (GitAPIException e) {
      throw new IllegalStateException("the push failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    git.close();
  }
}
