package dev.tidegate.ingress.hookd;

import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks where a git server or a clone looks for them, and takes them away again. What
 * stood there before is kept and called after ours.
 */
public final class Installation {
  private static final String MARK =
      "# Written by 'tidegate hook install'; 'tidegate hook uninstall' takes it away.";
  private static final String KEPT = ".before-tidegate";

  private final Path home;
  private final Optional<Path> config;
  private final List<String> said = new ArrayList<>();

  /**
   * @param home the installation whose hooks are called
   * @param config the server's own policy file, if it shall count
   */
  public Installation(Path home, Optional<Path> config) {
    this.home = home;
    this.config = config.map(Path::toAbsolutePath);
  }

  /** A file that git or a git server runs. */
  private record Place(Path file, String hook) {}

  /** What was done, a line each. Throws {@link RemoteException} with what to do instead. */
  public List<String> install(Path target, boolean client) {
    if (!Files.isExecutable(home.resolve("hooks/shim"))) {
      throw trouble(home + "/hooks/shim is missing: is this installation whole?", null);
    }
    try {
      for (Place place : places(target, client)) {
        put(place);
      }
      if (!client
          && isRepository(target)
          && git(target, "config", "--get", "receive.advertisePushOptions").isEmpty()) {
        git(target, "config", "receive.advertisePushOptions", "true");
        git(target, "config", "tidegate.advertised", "true");
        said.add("set receive.advertisePushOptions, so that overrides can give a reason");
      }
      return said;
    } catch (IOException e) {
      throw trouble("cannot write there: " + e, e);
    }
  }

  /** The opposite of {@link #install}; what is not ours stays. */
  public List<String> uninstall(Path target, boolean client) {
    try {
      for (Place place : places(target, client)) {
        remove(place);
      }
      if (!client
          && isRepository(target)
          && !git(target, "config", "--get", "tidegate.advertised").isEmpty()) {
        git(target, "config", "--unset", "receive.advertisePushOptions");
        git(target, "config", "--remove-section", "tidegate");
        said.add("unset receive.advertisePushOptions");
      }
      return said.isEmpty() ? List.of("nothing of ours is installed there") : said;
    } catch (IOException e) {
      throw trouble("cannot write there: " + e, e);
    }
  }

  private static List<Place> places(Path target, boolean client) throws IOException {
    if (!Files.isDirectory(target)) {
      throw trouble(target + " is not a folder", null);
    }
    if (client) {
      Path hooks = hooks(target);
      return List.of(
          new Place(hooks.resolve("pre-push"), "pre-push"),
          new Place(hooks.resolve("pre-commit"), "pre-commit"));
    }
    String name = String.valueOf(target.toRealPath().getFileName());
    if (name.equals("pre-receive.d")) {
      return List.of(new Place(target.resolve("tidegate"), "pre-receive"));
    }
    if (name.equals("custom_hooks") || Files.isDirectory(target.resolve("pre-receive.d"))) {
      return List.of(new Place(target.resolve("pre-receive.d/tidegate"), "pre-receive"));
    }
    if (!isRepository(target)) {
      throw trouble(
          target
              + " is neither a bare repository, nor a GitLab custom_hooks folder, nor a"
              + " pre-receive.d folder",
          null);
    }
    if (Files.isDirectory(target.resolve("custom_hooks"))) {
      return places(target.resolve("custom_hooks"), false);
    }
    Path hooks = hooks(target);
    return Files.isDirectory(hooks.resolve("pre-receive.d"))
        ? List.of(new Place(hooks.resolve("pre-receive.d/tidegate"), "pre-receive"))
        : List.of(new Place(hooks.resolve("pre-receive"), "pre-receive"));
  }

  private static boolean isRepository(Path target) {
    return Files.exists(target.resolve("HEAD")) && Files.isDirectory(target.resolve("objects"));
  }

  /** As git says it: {@code core.hooksPath} counts. */
  private static Path hooks(Path target) throws IOException {
    String path = git(target, "rev-parse", "--git-path", "hooks");
    if (path.isEmpty()) {
      throw trouble(target + " is not in a git repository", null);
    }
    return target.resolve(path).normalize();
  }

  private void put(Place place) throws IOException {
    Path file = place.file();
    Files.createDirectories(Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow());
    Path kept = file.resolveSibling(file.getFileName() + KEPT);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs(file)) {
      if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
        throw trouble(kept + " stands in the way: move it elsewhere", null);
      }
      Files.move(file, kept);
      said.add("kept the hook that was there as " + kept + "; it is called after Tidegate");
    }
    List<String> lines = new ArrayList<>(List.of("#!/bin/sh", MARK));
    lines.add("export TIDEGATE_HOOK=" + place.hook());
    config.ifPresent(c -> lines.add("export TIDEGATE_CONFIG=" + quoted(c.toString())));
    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      lines.add("export TIDEGATE_CHAINED=\"${0%/*}/\"" + quoted(kept.getFileName().toString()));
    }
    lines.add("exec " + quoted(home.resolve("hooks/shim").toString()) + " \"$@\"");
    Files.deleteIfExists(file);
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    said.add("installed " + file);
  }

  private void remove(Place place) throws IOException {
    Path file = place.file();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !isOurs(file)) {
      return;
    }
    Files.delete(file);
    said.add("removed " + file);
    Path kept = file.resolveSibling(file.getFileName() + KEPT);
    if (Files.exists(kept, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(kept, file);
      said.add("put back the hook that was there before");
    }
  }

  /** What we wrote, or a link to our shim. */
  private boolean isOurs(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? file.toRealPath().equals(home.resolve("hooks/shim").toRealPath())
          : Files.size(file) < 4096
              && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARK);
    } catch (IOException e) {
      return false;
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** What git prints; empty where it fails. */
  private static String git(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      return process.waitFor() == 0 ? out.strip() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static RemoteException trouble(String message, @Nullable Exception cause) {
    return RemoteException.lasting("hook", message, cause);
  }
}
