package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.shell.Command;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The commands that a file would run: shell scripts (by suffix or first line), Makefiles,
 * justfiles, Dockerfiles, CI and Taskfile steps, Ansible tasks, container commands and scripts in
 * Kubernetes documents, Terraform provisioners, argument vectors in program text, npm scripts,
 * systemd units. Prose, comments, Markdown and strings that nothing runs give nothing.
 *
 * <p>Stateless and thread-safe; never throws on input.
 */
public final class Executables {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "ash", "ksh");

  private Executables() {}

  /**
   * A command and where it stands.
   *
   * @param where the kind of place in words, such as {@code a CI step} or {@code a Makefile recipe}
   */
  public record Found(Command command, String where) {}

  /**
   * @param found by place
   * @param complete false where a budget ended the reading: a gate must not call the file harmless
   */
  public record Reading(List<Found> found, boolean complete) {
    public Reading {
      found = List.copyOf(found);
    }
  }

  /**
   * @param path in the repository, with slashes
   * @param text the file's content
   */
  public static Reading of(String path, String text) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Sink sink = new Sink(text);
    if (endsWith(name, ".md", ".markdown", ".txt", ".rst", ".adoc", ".mdx", ".html", ".svg")) {
      return sink.reading();
    }
    Optional<String> interpreter = interpreter(text);
    if (interpreter.isPresent()) {
      interpreted(sink, interpreter.get(), text);
    } else if (endsWith(name, ".sh", ".bash", ".zsh", ".ksh", ".bats", ".envrc", ".bashrc")) {
      sink.script(PlacedText.of(text), "a shell script");
    } else if (endsWith(name, "makefile", ".mk")) {
      Recipes.make(sink, text);
    } else if (name.equals("justfile") || name.endsWith(".just")) {
      Recipes.just(sink, text);
    } else if (isDockerfile(name)) {
      Dockerfiles.read(sink, text);
    } else if (name.startsWith("jenkinsfile") || endsWith(name, ".groovy", ".jenkins")) {
      Code.groovy(sink, text);
    } else if (endsWith(name, ".tf", ".tf.json", ".hcl", ".tofu")) {
      Code.terraform(sink, text);
    } else if (endsWith(name, ".service", ".timer")) {
      Recipes.systemd(sink, text);
    } else if (Code.isCode(name)) {
      Code.program(sink, text);
    } else if (endsWith(name, ".yaml", ".yml", ".json", ".yaml.tpl", ".yml.tpl", ".tpl")
        || text.contains("apiVersion:")) {
      yaml(sink, path, text);
    }
    return sink.reading();
  }

  /** A template's directives are blanked out, so that what stands around them can be read. */
  private static void yaml(Sink sink, String path, String text) {
    Yaml.Stream stream = Yaml.readLoosely(text);
    if (stream.problem().isPresent() && text.contains("{{")) {
      String blanked = Templates.blank(text);
      new YamlCommands(sink, path, blanked.split("\n", -1)).read(Yaml.readLoosely(blanked));
    } else {
      new YamlCommands(sink, path, sink.lines).read(stream);
    }
  }

  private static boolean isDockerfile(String name) {
    return name.startsWith("dockerfile")
        || name.startsWith("containerfile")
        || endsWith(name, ".dockerfile", ".containerfile");
  }

  private static boolean endsWith(String name, String... suffixes) {
    for (String suffix : suffixes) {
      if (name.endsWith(suffix)) {
        return true;
      }
    }
    return false;
  }

  /** The first line's {@code #!} program with its arguments. */
  static Optional<String> interpreter(String text) {
    if (!text.startsWith("#!")) {
      return Optional.empty();
    }
    int end = text.indexOf('\n');
    String line = text.substring(2, end < 0 ? text.length() : end).strip();
    return Optional.of(line.replaceFirst("^\\S*/env\\s+(-S\\s+)?", ""));
  }

  static boolean isShell(String interpreter) {
    String program = interpreter.split("\\s", 2)[0];
    return SHELLS.contains(program.substring(program.lastIndexOf('/') + 1));
  }

  private static void interpreted(Sink sink, String interpreter, String text) {
    if (isShell(interpreter)) {
      sink.script(PlacedText.of(text), "a shell script");
    } else if (interpreter.matches(".*(python|node|ruby|perl|deno|bun|php).*")) {
      Code.program(sink, text);
    } else {
      sink.script(PlacedText.at(interpreter, 1, 3), "a script's first line");
      Code.program(sink, text);
    }
  }

  /** Where the readers put what they find. */
  static final class Sink {
    final String[] lines;
    private final List<Found> found = new ArrayList<>();
    private boolean complete = true;

    Sink(String text) {
      this.lines = text.split("\n", -1);
    }

    void script(PlacedText script, String where) {
      add(Shell.read(script), where);
    }

    void argv(List<Word> words, String where) {
      add(Shell.argv(words), where);
    }

    private void add(Shell.Script script, String where) {
      complete &= script.complete();
      script.commands().forEach(c -> found.add(new Found(c, where)));
    }

    private Reading reading() {
      found.sort(
          Comparator.comparingInt((Found f) -> f.command().line())
              .thenComparingInt(f -> f.command().column()));
      Set<String> seen = new HashSet<>();
      found.removeIf(f ->
          !seen.add(f.command().line() + ":" + f.command().column() + ":" + f.command().text()));
      return new Reading(found, complete);
    }
  }
}
