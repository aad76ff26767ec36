package dev.tidegate.ingress.hook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * The operating system's account that a process runs as.
 *
 * @param name as the system knows it; a number where it has no name
 */
public record Account(String name) {
  private static final Path SELF = Path.of("/proc/self");

  /** Of this process; no variable of the environment decides it. */
  public static Account own() {
    String name = System.getProperty("user.name", "");
    try {
      return new Account(
          name.isEmpty() || name.equals("?") ? Files.getOwner(SELF).getName() : name);
    } catch (IOException e) {
      return new Account("unknown");
    }
  }

  /** True where the file or folder itself, and not what a link leads to, belongs to it. */
  public boolean owns(Path path) {
    try {
      return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(name);
    } catch (IOException e) {
      return false;
    }
  }
}
