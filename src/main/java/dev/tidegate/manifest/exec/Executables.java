package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.program.Language;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.shell.Command;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands that a file would run: shell scripts (by suffix or first line), Makefiles,
 * justfiles, Dockerfiles, CI and Taskfile steps, Ansible tasks and modules, container commands and
 * scripts in Kubernetes documents, Terraform provisioners, argument vectors in program text, npm
 * scripts, systemd units, crontabs, PowerShell and batch files. Prose, comments, Markdown and
 * strings that nothing runs give nothing.
 *
 * <p>Stateless and thread-safe; never throws on input.
 */
public final class Executables {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "zsh", "dash", "ash", "ksh", "mksh", "fish");
  private static final Pattern PROSE =
      Pattern.compile(".*\\.(md|markdown|mdx|txt|rst|adoc|asciidoc|html?|svg|org|textile|tex)");
  private static final Pattern SHELL_FILE =
      Pattern.compile(
          ".*\\.(sh|bash|zsh|ksh|fish|bats|envrc|command)|\\.?(bash|zsh|k?sh)?(rc|profile|_profile|_aliases"
              + "|_login|env)");
  private static final Pattern HUSKY = Pattern.compile("(.*/)?\\.husky/[^./]+");
  private static final Pattern TEMPLATE =
      Pattern.compile(
          "(?i)(?<=\\.[a-z]{1,8})\\.(tpl|tftpl|tmpl|gotmpl|j2|jinja2?|erb|template|in)$");

  private static final Pattern COMMENT = Pattern.compile("(?m)(?<=^|[\\s,{\\[])//[^\n]*$");

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
   * @param trouble why a file that may hold commands cannot be read; then it is not complete
   */
  public record Reading(List<Found> found, boolean complete, Optional<Trouble> trouble) {
    public Reading {
      found = List.copyOf(found);
    }
  }

  /** Line from 1. */
  public record Trouble(int line, String what) {}

  /**
   * @param path in the repository, with slashes
   * @param text the file's content
   */
  public static Reading of(String path, String text) {
    return of(path, text, false);
  }

  /**
   * @param executable whether git says that the file can be run
   */
  public static Reading of(String path, String text, boolean executable) {
    String unix = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n");
    Sink sink = new Sink(unix);
    read(sink, TEMPLATE.matcher(path).replaceFirst(""), unix, executable);
    return sink.reading();
  }

  private static void read(Sink sink, String path, String text, boolean executable) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Optional<String> interpreter = interpreter(text);
    if (PROSE.matcher(name).matches()) {
      return;
    }
    if (interpreter.isPresent()) {
      interpreted(sink, interpreter.get(), text);
    } else if (SHELL_FILE.matcher(name).matches() || HUSKY.matcher(path).matches()) {
      sink.script(PlacedText.of(text), "a shell script");
    } else if (Windows.isScript(name)) {
      Windows.read(sink, name, text);
    } else if (endsWith(name, "makefile", ".mk")) {
      Recipes.make(sink, text);
    } else if (endsWith(name, "justfile", ".just")) {
      Recipes.just(sink, text);
    } else if (Dockerfiles.isDockerfile(name)) {
      Dockerfiles.read(sink, text);
    } else if (name.startsWith("jenkinsfile") || endsWith(name, ".groovy", ".jenkins")) {
      Code.groovy(sink, text);
    } else if (Hcl.named(name)) {
      Code.terraform(sink, name, text);
    } else if (Lines.isTasks(name)) {
      Lines.tasks(sink, text);
    } else if (Lines.isOne(path, name, text)) {
      Lines.read(sink, path, name, text);
    } else if (Code.isCode(name)) {
      Code.program(sink, PlacedText.of(text), Language.ofFile(name));
    } else if (endsWith(name, ".yaml", ".yml", ".json", ".jsonc", ".tpl")
        || text.contains("apiVersion:")) {
      yaml(sink, path, text);
    } else if (executable && name.indexOf('.') < 0) {
      sink.script(PlacedText.of(text), "an executable file");
    }
  }

  /** A template's directives are blanked out, so that what stands around them can be read. */
  private static void yaml(Sink sink, String path, String text) {
    Yaml.Stream stream = Yaml.readLoosely(text);
    if (stream.problem().isPresent() && path.matches(".*\\.jsonc?")) {
      String blanked = COMMENT.matcher(text).replaceAll("");
      new YamlCommands(sink, path, blanked.split("\n", -1)).read(Yaml.readLoosely(blanked));
    } else if (stream.problem().isPresent() && text.contains("{{")) {
      String blanked = Templates.blank(text);
      new YamlCommands(sink, path, blanked.split("\n", -1)).read(Yaml.readLoosely(blanked));
    } else {
      new YamlCommands(sink, path, sink.lines).read(stream);
    }
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
    } else if (interpreter.contains("pwsh") || interpreter.contains("powershell")) {
      sink.script(Windows.powershell(PlacedText.of(text)), "a PowerShell script");
    } else {
      if (!interpreter.matches(".*(python|node|ruby|perl|deno|bun|php).*")) {
        sink.script(PlacedText.at(interpreter, 1, 3), "a script's first line");
      }
      Code.program(sink, PlacedText.of(text), Language.ofInterpreter(interpreter));
    }
  }

  /** Where the readers put what they find. */
  static final class Sink {
    private static final int MAX_DEPTH = 12;
    private static final long MAX_NESTED = 8L * 1024 * 1024;

    final String[] lines;
    private final List<Found> found = new ArrayList<>();
    private boolean complete = true;
    private int depth;
    private long nestedChars;
    private Optional<Trouble> trouble = Optional.empty();

    Sink(String text) {
      this.lines = text.split("\n", -1);
    }

    void script(PlacedText script, String where) {
      add(Shell.read(script), where);
    }

    /**
     * @param variables what stands in the environment, by name
     */
    void script(PlacedText script, Map<String, String> variables, String where) {
      add(Shell.read(script, variables), where);
    }

    void argv(List<Word> words, String where) {
      add(Shell.argv(words), where);
    }

    void argv(List<Word> words, Map<String, String> variables, String where) {
      add(Shell.argv(words, variables), where);
    }

    private void add(Shell.Script script, String where) {
      complete &= script.complete();
      for (Command command : script.commands()) {
        found.add(new Found(command, where));
        Code.inline(this, command);
      }
      script.fed().forEach(fed -> Code.fed(this, fed));
    }

    /** Reads text that other text holds, unless a budget is spent. */
    void nested(PlacedText text, Runnable read) {
      nestedChars += text.length();
      if (depth >= MAX_DEPTH || nestedChars > MAX_NESTED) {
        complete = false;
        return;
      }
      depth++;
      read.run();
      depth--;
    }

    void unreadable(int line, String what) {
      complete = false;
      trouble = Optional.of(new Trouble(line, what));
    }

    private Reading reading() {
      found.sort(
          Comparator.comparingInt((Found f) -> f.command().line())
              .thenComparingInt(f -> f.command().column()));
      Set<String> seen = new HashSet<>();
      found.removeIf(f ->
          !seen.add(
              f.command().line() + ":" + f.command().column() + ":" + f.command().identity()));
      return new Reading(found, complete, trouble);
    }
  }
}
