package dev.tidegate.ingress.hookd;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which installation and build a process runs: another one could come to another verdict.
 *
 * @param home the installation's folder; empty where it was started without the launcher
 * @param stamp of the file that holds the program
 */
record Build(Optional<Path> home, String stamp) {
  static Build of(Optional<Path> home) {
    return new Build(home.map(Build::real), stampOfProgram());
  }

  /** True where nothing was installed over it since it started. */
  boolean current() {
    return stamp.equals(stampOfProgram());
  }

  boolean isFrom(String otherHome) {
    return home.isEmpty() || home.get().equals(real(Path.of(otherHome)));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException | InvalidPathException e) {
      return path;
    }
  }

  private static String stampOfProgram() {
    try {
      Path program =
          Path.of(Build.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Files.isDirectory(program)
          ? "folder"
          : Files.size(program) + " " + Files.getLastModifiedTime(program);
    } catch (IOException | URISyntaxException e) {
      return "gone";
    }
  }
}
