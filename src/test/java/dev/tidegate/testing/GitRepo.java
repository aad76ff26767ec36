package dev.tidegate.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A real git repository for a test, driven by the real git program, blind to the user's settings.
 */
public final class GitRepo {
  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private GitRepo(Path directory) {
    this.directory = directory;
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("HOME", directory.toString());
    environment.put("LC_ALL", "C");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      environment.put("GIT_" + who + "_NAME", "Ada");
      environment.put("GIT_" + who + "_EMAIL", "ada@example.com");
      environment.put("GIT_" + who + "_DATE", "1700000000 +0000");
    }
  }

  /** A new repository with a work tree and branch {@code main}. */
  public static GitRepo in(Path directory, String... initOptions) {
    GitRepo repo = new GitRepo(directory);
    List<String> args = new ArrayList<>(List.of("init", "-q", "-b", "main"));
    Collections.addAll(args, initOptions);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    repo.git(args.toArray(String[]::new));
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true");
    repo.git("config", "core.protectNTFS", "false");
    repo.git("config", "gc.auto", "0");
    return repo;
  }

  /** One that exists already. */
  public static GitRepo at(Path directory) {
    return new GitRepo(directory);
  }

  public Path directory() {
    return directory;
  }

  public GitRepo with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs git here; its standard output without the last line end. Fails where git does. */
  public String git(String... args) {
    return text(feed(new byte[0], args));
  }

  /** The same with standard input; the output as bytes. */
  public byte[] feed(byte[] input, String... args) {
    Result result = attempt(input, args);
    if (result.code() != 0) {
      throw new AssertionError(
          "git " + String.join(" ", args) + " ended " + result.code() + ": " + result.errors());
    }
    return result.output();
  }

  public String feed(String input, String... args) {
    return text(feed(input.getBytes(StandardCharsets.UTF_8), args));
  }

  private static String text(byte[] output) {
    return new String(output, StandardCharsets.UTF_8).stripTrailing();
  }

  /** Runs git and does not mind how it ends. */
  public Result attempt(byte[] input, String... args) {
    List<String> command = new ArrayList<>(List.of("git"));
    Collections.addAll(command, args);
    try {
      // Files, not pipes: a pipe's reader can lose what the JDK drains at the process's end.
      Path output = Files.createTempFile("git", ".out");
      Path errors = Files.createTempFile("git", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().keySet().removeIf(k -> k.startsWith("GIT_"));
      builder.environment().putAll(environment);
      Process process =
          builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
      Thread writer = Thread.ofVirtual().start(() -> write(process, input));
      int code = process.waitFor();
      writer.join();
      String said = Files.readString(errors, StandardCharsets.ISO_8859_1);
      Result result = new Result(code, Files.readAllBytes(output), said);
      Files.delete(errors);
      Files.delete(output);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void write(Process process, byte[] input) {
    try (OutputStream out = process.getOutputStream()) {
      out.write(input);
    } catch (IOException e) {
      // It ended before it read everything: its exit code tells.
    }
  }

  /** Writes a file into the work tree. */
  public GitRepo write(String path, String content) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Adds everything in the work tree and commits it; the commit's id. */
  public String commit(String message) {
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", message);
    return head();
  }

  public String head() {
    return git("rev-parse", "HEAD");
  }

  /** Writes a blob; its id. */
  public String blob(byte[] content) {
    return text(feed(content, "hash-object", "-w", "--stdin"));
  }

  public String blob(String content) {
    return blob(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes any object as it is, however wrong; its id. */
  public String literal(String type, byte[] raw) {
    return text(feed(raw, "hash-object", "-w", "--literally", "-t", type, "--stdin"));
  }

  /** One tree entry's bytes; concatenate them for {@link #literal}. */
  public static byte[] entry(String mode, byte[] name, String id) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((mode + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(name);
    out.write(0);
    out.writeBytes(java.util.HexFormat.of().parseHex(id));
    return out.toByteArray();
  }

  /** A tree of these entries in this order, however wrong; its id. */
  public String tree(byte[]... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      out.writeBytes(entry);
    }
    return literal("tree", out.toByteArray());
  }

  /** A commit of a tree on the given parents; its id. No ref moves. */
  public String commitTree(String tree, String message, String... parents) {
    List<String> args = new ArrayList<>(List.of("commit-tree", tree, "-m", message));
    for (String parent : parents) {
      args.add("-p");
      args.add(parent);
    }
    return git(args.toArray(String[]::new));
  }

  /** How git ended and what it wrote. */
  public record Result(int code, byte[] output, String errors) {}
}
