package dev.tidegate.client.git.open;

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * Repositories on this machine that stay open between pushes, for their refs, configuration and
 * objects as they are without anybody's quarantine. JGit looks at the files before each answer, so
 * a ref that moved is seen; what is spared is reading thousands of packed refs each time.
 * Thread-safe.
 */
public final class OpenRepositories implements AutoCloseable {
  private final int most;
  private final Map<File, Repository> open = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most how many stay open; the one unused for longest goes first
   */
  public OpenRepositories(int most) {
    this.most = most;
  }

  /** The repository of this git directory; the caller closes it, which leaves it open here. */
  public synchronized Repository of(File gitDirectory) throws IOException {
    File key = gitDirectory.getCanonicalFile();
    Repository found = open.get(key);
    if (found == null || !new File(key, "HEAD").exists()) {
      found = new FileRepositoryBuilder().setMustExist(true).setGitDir(gitDirectory).build();
      Repository before = open.put(key, found);
      if (before != null) {
        before.close();
      }
      trim();
    }
    found.incrementOpen();
    return found;
  }

  private void trim() {
    while (open.size() > most) {
      File eldest = open.keySet().iterator().next();
      Repository gone = open.remove(eldest);
      if (gone != null) {
        gone.close();
      }
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Repository::close);
    open.clear();
  }
}
