package dev.tidegate.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real bare repository that calls the real hooks, and a clone to push from. The launcher beside
 * the hooks runs the classes under test.
 */
public final class HookedServer {
  private final Path home;
  private final Path bare;
  private final Path state;
  private final GitRepo clone;

  private HookedServer(Path folder, String name) {
    try {
      this.home = Files.createDirectories(folder.resolve("home"));
      this.bare = folder.resolve(name);
      this.state = folder.resolve("state");
      installation(home);
      GitRepo.in(bare, "--bare");
      this.clone = GitRepo.in(folder.resolve("clone"));
      clone.git("remote", "add", "origin", bare.toString());
      clone.with("TIDEGATE_STATE", state.toString());
      clone.with("TIDEGATE_HOOK_BUDGET", "60");
      clone.with("TIDEGATE_HOOKD", "off");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static HookedServer in(Path folder) {
    return new HookedServer(folder, "server.git");
  }

  /** With another name for the folder of the repository. */
  public static HookedServer in(Path folder, String name) {
    return new HookedServer(folder, name);
  }

  private static void installation(Path home) throws IOException {
    Path hooks = Files.createDirectories(home.resolve("hooks"));
    try (Stream<Path> files = Files.list(Path.of("hooks"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          Files.createSymbolicLink(
              hooks.resolve(file.getFileName().toString()), Files.readSymbolicLink(file));
        } else {
          Files.copy(file, hooks.resolve(file.getFileName().toString()));
        }
      }
    }
    script(
        home.resolve("tidegate"),
        "export LC_ALL=C.UTF-8 TIDEGATE_HOME='" + home + "'",
        "exec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
            + classPath()
            + "' dev.tidegate.Main \"$@\"");
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(":"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(":"));
  }

  /** Writes an executable shell script. */
  public static void script(Path file, String... lines) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  /** Links one of the hooks into the repository, as an admin would. */
  public HookedServer hooked(String hook) {
    try {
      Files.createSymbolicLink(bare.resolve("hooks").resolve(hook), home.resolve("hooks/" + hook));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Path home() {
    return home;
  }

  public Path bare() {
    return bare;
  }

  public GitRepo work() {
    return clone;
  }

  /** What the hooks wrote down; empty where nothing was. */
  public String log() {
    try {
      Path file = state.resolve("hooks.jsonl");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path state() {
    return state;
  }

  /** Commits one file; the commit's id. */
  public String commit(String path, String content, String message) {
    clone.write(path, content);
    return clone.commit(message);
  }

  /** Pushes to the server with these arguments after {@code git push}. */
  public Pushed push(String... arguments) {
    List<String> all = new ArrayList<>(List.of("push"));
    if (arguments.length == 0 || !List.of(arguments).contains("origin")) {
      all.add("origin");
    }
    Collections.addAll(all, arguments);
    return pushed(all);
  }

  /** Pushes without the name of a remote, so that git keeps no branches of it in the clone. */
  public Pushed pushByPath(String... refspecs) {
    List<String> all = new ArrayList<>(List.of("push", "-q", bare.toString()));
    Collections.addAll(all, refspecs);
    return pushed(all);
  }

  private Pushed pushed(List<String> command) {
    GitRepo.Result result = clone.attempt(new byte[0], command.toArray(String[]::new));
    return new Pushed(
        result.code() == 0, result.errors() + new String(result.output(), StandardCharsets.UTF_8));
  }

  /** Asks this daemon from now on, and never starts one. */
  public HookedServer asking(Path socket) {
    clone.with("TIDEGATE_SOCKET", socket.toString()).with("TIDEGATE_HOOKD", "use");
    return this;
  }

  /** Replaces the launcher: what would judge in a process of its own. */
  public HookedServer launcher(String... lines) {
    try {
      script(home.resolve("tidegate"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The launcher that ships, beside a jar of the classes under test. */
  public HookedServer installed() {
    try {
      Files.copy(
          Path.of("tidegate"),
          home.resolve("tidegate"),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      ProductJar.write(Files.createDirectories(home.resolve("lib")).resolve("tidegate.jar"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Calls a hook as git would, without git. */
  public Pushed call(
      String hook, String input, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("hooks/" + hook).toString()));
    Collections.addAll(command, arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(bare.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("GIT_") || k.startsWith("TIDEGATE_"));
    builder.environment().put("TIDEGATE_STATE", state.toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                // It did not want to read all of it.
              }
            });
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    writer.join();
    return new Pushed(process.waitFor() == 0, text);
  }

  /**
   * How a push ended.
   *
   * @param text what the pusher saw
   */
  public record Pushed(boolean landed, String text) {
    /** The lines that the hook said, as it said them. */
    public List<String> said() {
      return text.lines()
          .filter(l -> l.startsWith("remote:"))
          .map(l -> l.substring("remote:".length()).replaceFirst("^ ", "").stripTrailing())
          .toList();
    }
  }
}
