package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what shell text would run: every simple command in lists, pipes, branches, loops,
 * functions, subshells and substitutions; in the bodies of {@code sh -c}, {@code eval}, {@code
 * trap}, {@code ssh host}; in here-documents and pipes that feed a shell; behind wrappers ({@code
 * sudo}, {@code xargs}, {@code timeout}, {@code docker run}, ...), literal variables, arrays,
 * aliases and functions that run their arguments. Comments, quoted text, arguments of {@code echo}
 * and here-documents that are only text give nothing.
 *
 * <p>POSIX sh and bash; never throws on input, whatever it is. Stateless and thread-safe.
 */
public final class Shell {
  private Shell() {}

  /**
   * @param commands by place
   * @param complete false where a budget ended the reading: the text is too long, too deep, or
   *     hides too many scripts in scripts. A gate must not call such text harmless.
   * @param fed what text flows to, in the order of reading
   */
  public record Script(List<Command> commands, boolean complete, List<Fed> fed) {
    public Script {
      commands = List.copyOf(commands);
      fed = List.copyOf(fed);
    }
  }

  /**
   * One stage of a pipe with the texts that reach it: on its input, in files that it names, and
   * from it to files. What is not known from the script itself is left out.
   */
  public static final class Fed {
    private final Stage stage;

    private Fed(Stage stage) {
      this.stage = stage;
    }

    /** What the stage runs, wrappers and what they run; none where it only moves text. */
    public List<Command> commands() {
      return List.copyOf(stage.runs);
    }

    /** Here-documents, here-strings and what the pipe before it prints. */
    public List<PlacedText> input() {
      return stage.input();
    }

    /** What the script wrote before to a file that the stage names so. */
    public List<PlacedText> file(String path) {
      return stage.operands.getOrDefault(path, List.of());
    }

    /** The files that {@link #written} goes to, as they are spelled. */
    public List<String> files() {
      return stage.files();
    }

    public List<PlacedText> written() {
      return stage.written();
    }
  }

  public static Script read(String text) {
    return read(PlacedText.of(text));
  }

  public static Script read(PlacedText text) {
    return read(text, Map.of());
  }

  /**
   * @param variables what stands in the environment, by name
   */
  public static Script read(PlacedText text, Map<String, String> variables) {
    Session session = new Session();
    variables.forEach((name, value) -> session.scope.assign(name, Word.literal(value, 1, 1)));
    session.run(text, 0);
    return session.script();
  }

  /**
   * What an argument vector runs that no shell has split: wrappers and {@code sh -c} are opened.
   */
  public static Script argv(List<Word> words) {
    return argv(words, Map.of());
  }

  /**
   * @param variables what stands in the environment, by name
   */
  public static Script argv(List<Word> words, Map<String, String> variables) {
    Session session = new Session();
    variables.forEach((name, value) -> session.scope.assign(name, Word.literal(value, 1, 1)));
    if (!words.isEmpty()) {
      session.emit(words, 0);
    }
    return session.script();
  }

  /** The program that a container image runs by its own name: of {@code x/kubectl:1}, kubectl. */
  public static Word imageProgram(Word image) {
    String text = image.text();
    int from = text.lastIndexOf('/') + 1;
    int end = from;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '@') {
      end++;
    }
    return new Word(image.content().sub(from, end), image.known(), image.quoted());
  }

  /** What one reading has found and may still cost. */
  static final class Session {
    static final int MAX_DEPTH = 24;
    private static final int MAX_COMMANDS = 50_000;
    private static final int MAX_CALLS = 20_000;
    private static final int MAX_CHARS = 8 * 1024 * 1024;

    final Scope scope = new Scope();
    private final List<Command> commands = new ArrayList<>();
    private final List<Fed> fed = new ArrayList<>();
    private final Set<String> calls = new HashSet<>();
    private int chars;
    private boolean complete = true;

    /** Reads a script into this session, unless a budget is spent. */
    void run(PlacedText text, int depth) {
      chars += text.length();
      if (depth > MAX_DEPTH || chars > MAX_CHARS || chars < 0) {
        complete = false;
        return;
      }
      new ShellParser(text, this, depth).script();
    }

    /** Judges what was fed to a command; false where its input is text that nothing runs. */
    boolean settle(Stage stage, int depth) {
      files(stage, depth);
      if (stage.isFed() && fed.size() < MAX_COMMANDS) {
        fed.add(new Fed(stage));
      }
      if (stage.readsScript) {
        stage.input().forEach(script -> run(script, depth + 1));
      } else if (stage.writesScript()) {
        stage.written().forEach(script -> run(script, depth + 1));
      } else {
        return false;
      }
      return true;
    }

    /** Follows text into files and variables, and runs the files that were written before. */
    private void files(Stage stage, int depth) {
      for (Word word : stage.words) {
        List<PlacedText> texts = scope.file(word.text());
        if (!texts.isEmpty()) {
          stage.operands.put(word.text(), texts);
        }
      }
      if (stage.takesScripts()) {
        stage.processes.forEach(script -> run(script, depth + 1));
      }
      int looks = stage.takesScripts() ? stage.words.size() : Math.min(1, stage.words.size());
      for (Word word : stage.words.subList(0, looks)) {
        scope.takeFile(word.text()).forEach(script -> run(script, depth + 1));
      }
      boolean read = !stage.words.isEmpty() && stage.words.getFirst().is("read");
      if (read && stage.bodies.size() == 1) {
        scope.assign(stage.words.getLast().text(), new Word(stage.bodies.getFirst(), true, true));
      }
      if (!stage.writesScript()) {
        stage.files().forEach(file -> scope.wrote(file, stage.written()));
      }
    }

    /** Takes wrappers off and keeps what they run; true where a shell would read its input. */
    boolean emit(List<Word> words, int depth) {
      Unwrapped unwrapped = Unwrapped.of(words);
      unwrapped.commands().forEach(this::add);
      unwrapped.scripts().forEach(s -> run(s, depth + 1));
      return unwrapped.readsScript();
    }

    /** False for a call that was followed already: functions call each other in many ways. */
    boolean firstCall(List<Word> call) {
      if (!scope.isFunction(call.getFirst().text())) {
        return true;
      }
      if (calls.size() >= MAX_CALLS) {
        complete = false;
        return false;
      }
      return calls.add(String.join("\0", call.stream().map(Word::text).toList()));
    }

    private void add(List<Word> words) {
      if (commands.size() >= MAX_COMMANDS) {
        complete = false;
      } else {
        commands.add(new Command(words));
      }
    }

    int size() {
      return commands.size();
    }

    List<Command> since(int mark) {
      return commands.subList(mark, commands.size());
    }

    void giveUp() {
      complete = false;
    }

    Script script() {
      List<Command> sorted = new ArrayList<>(commands);
      sorted.sort(Comparator.comparingInt(Command::line).thenComparingInt(Command::column));
      Set<String> seen = new HashSet<>();
      sorted.removeIf(c -> !seen.add(c.line() + ":" + c.column() + ":" + c.identity()));
      return new Script(sorted, complete, fed);
    }
  }
}
