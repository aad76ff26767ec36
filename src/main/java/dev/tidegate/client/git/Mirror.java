package dev.tidegate.client.git;

import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.trouble.RemoteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** One bare mirror on disk: made whole or not at all, opened once, made anew when it is broken. */
final class Mirror implements AutoCloseable {
  private static final String ADVICE =
      "the mirror was fetched again and still lacks it: check that the remote repository is sound"
          + " (git fsck)";

  private final Path directory;
  private @Nullable ObjectStore open;

  Mirror(Path directory) {
    this.directory = directory;
  }

  Path lockFile() {
    return directory.resolveSibling(directory.getFileName() + ".lock");
  }

  /** The mirror's objects; made and empty where there is no usable mirror. Hold the lock. */
  synchronized ObjectStore store() {
    ObjectStore known = open;
    if (known != null && Files.isDirectory(directory)) {
      return known;
    }
    close();
    try {
      if (!usable()) {
        create();
      }
      ObjectStore store = ObjectStore.of(open(directory), ADVICE);
      open = store;
      return store;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Throws the mirror away. Hold the lock. Trees read from it before may stop answering. */
  synchronized void discard() {
    close();
    if (Files.exists(directory)) {
      try {
        Path aside =
            directory.resolveSibling(directory.getFileName() + ".bad-" + UUID.randomUUID());
        Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
        delete(aside);
      } catch (IOException e) {
        throw unusable(e);
      }
    }
  }

  /** True where all that is referred to by name is there. */
  static boolean sound(Repository repository) {
    try {
      for (var ref : repository.getRefDatabase().getRefs()) {
        var id = ref.getObjectId();
        if (id != null && !repository.getObjectDatabase().has(id)) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private boolean usable() {
    if (!Files.isRegularFile(directory.resolve(Constants.HEAD))
        || !Files.isRegularFile(directory.resolve(Constants.CONFIG))
        || !Files.isDirectory(directory.resolve(Constants.OBJECTS))) {
      return false;
    }
    try (Repository repository = open(directory)) {
      return sound(repository);
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private void create() throws IOException {
    discard();
    Path fresh = directory.resolveSibling(directory.getFileName() + ".new-" + UUID.randomUUID());
    Files.createDirectories(fresh);
    try (Repository repository = new FileRepository(fresh.toFile())) {
      repository.create(true);
      StoredConfig config = repository.getConfig();
      config.setString("http", null, "followRedirects", "initial");
      config.setBoolean("gc", null, "autoDetach", false);
      config.setInt("gc", null, "auto", 0);
      config.save();
    }
    Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Repository open(Path directory) throws IOException {
    File gitDir = directory.toFile();
    return new FileRepositoryBuilder().setGitDir(gitDir).setBare().setMustExist(true).build();
  }

  private RemoteException unusable(IOException e) {
    return RemoteException.lasting(
        "git",
        "cannot make or open the mirror "
            + directory
            + " ("
            + e.getMessage()
            + "): is the state directory writable, and is there room?",
        e);
  }

  private static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public synchronized void close() {
    ObjectStore known = open;
    open = null;
    if (known != null) {
      known.repository().close();
    }
  }
}
