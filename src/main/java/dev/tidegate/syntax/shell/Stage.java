package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One command of a pipe, or one group of them, while it is being read, with what feeds it. */
final class Stage {
  private static final Set<String> PASS_ON =
      Set.of("cat", "tee", "sed", "envsubst", "tr", "base64", "sort", "uniq", "grep", "head");
  private static final int LONGEST_PIPE = 200;

  final List<Word> words = new ArrayList<>();

  /** Here-documents and here-strings of this command. */
  final List<PlacedText> bodies = new ArrayList<>();

  /** Those of them in which substitutions are run. */
  final List<PlacedText> expanding = new ArrayList<>();

  final List<String> outputs = new ArrayList<>();

  /** What process substitutions among the words print. */
  final List<PlacedText> processes = new ArrayList<>();

  /** What stands in files among the words that were written before, by path. */
  final Map<String, List<PlacedText>> operands = new HashMap<>();

  /** What this runs in the end, wrappers taken off. */
  final List<Command> runs = new ArrayList<>();

  /** The commands of a group. */
  final List<Stage> group = new ArrayList<>();

  boolean readsScript;
  private final @Nullable Stage upstream;
  private @Nullable PlacedText printed;
  private boolean piped;

  Stage(@Nullable Stage upstream) {
    this.upstream = upstream;
    if (upstream != null) {
      upstream.piped = true;
    }
  }

  /** Texts that arrive on standard input, as far as they can be known. */
  List<PlacedText> input() {
    return !bodies.isEmpty() || upstream == null ? bodies : upstream.output();
  }

  /** What this prints, where it prints its arguments or its input. */
  List<PlacedText> output() {
    Stage from = this;
    for (int i = 0; i < LONGEST_PIPE; i++) {
      if (!from.group.isEmpty()) {
        return from.group.stream().filter(s -> !s.piped).flatMap(s -> s.output().stream()).toList();
      }
      String program = from.words.isEmpty() ? "" : Command.base(from.words.getFirst().text());
      if (program.equals("echo") || program.equals("printf")) {
        return List.of(from.printed(program.equals("printf")));
      }
      boolean passes =
          from.runs.stream().limit(2).allMatch(r -> PASS_ON.contains(r.program().orElse("")));
      if (from.runs.isEmpty() || !passes) {
        return List.of();
      }
      if (!from.bodies.isEmpty() || from.upstream == null) {
        return from.bodies;
      }
      from = from.upstream;
    }
    return List.of();
  }

  private PlacedText printed(boolean printf) {
    if (printed == null) {
      printed = Printed.by(words, printf);
    }
    return printed;
  }

  /** What goes to the files that this command writes. */
  List<PlacedText> written() {
    return bodies.isEmpty() ? output() : bodies;
  }

  /** True where text may reach what this runs, or a file. */
  boolean isFed() {
    return !bodies.isEmpty() || upstream != null || !operands.isEmpty() || !files().isEmpty();
  }

  /** True where text goes to a file that is a script by its name. */
  boolean writesScript() {
    return files().stream().anyMatch(Stage::isScript);
  }

  /** The files that text goes to. */
  List<String> files() {
    List<Word> tee =
        runs.stream()
            .filter(r -> r.program().orElse("").equals("tee"))
            .findFirst()
            .map(Command::arguments)
            .orElse(List.of());
    List<String> files = new ArrayList<>(outputs);
    tee.forEach(w -> files.add(w.text()));
    return files;
  }

  /** True for a shell, or what reads a script into this one. */
  boolean takesScripts() {
    String program = words.isEmpty() ? "" : Command.base(words.getFirst().text());
    return program.equals("source") || program.equals(".") || Unwrapped.isShell(program);
  }

  private static boolean isScript(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.endsWith(".sh") || lower.endsWith(".bash");
  }

  /** The text of {@code echo} and {@code printf}. */
  private static final class Printed {
    private final PlacedText.Builder out;
    private final boolean escapes;

    private Printed(Word first, boolean escapes) {
      this.out = new PlacedText.Builder(first.line(), first.column());
      this.escapes = escapes;
    }

    static PlacedText by(List<Word> words, boolean printf) {
      int from = 1;
      boolean escapes = printf;
      while (!printf && from < words.size() && words.get(from).text().matches("-[neE]+")) {
        escapes |= words.get(from).text().indexOf('e') > 0;
        from++;
      }
      Printed printed = new Printed(words.getFirst(), escapes);
      List<Word> rest = words.subList(Math.min(from, words.size()), words.size());
      if (printf && rest.size() > 1 && rest.getFirst().text().indexOf('%') >= 0) {
        printed.format(rest.getFirst().content(), rest.subList(1, rest.size()));
      } else {
        for (Word word : rest) {
          printed.put(word.content());
          printed.out.append(' ', word.line(), word.column());
        }
      }
      return printed.out.build();
    }

    /** The format once for each round of arguments. */
    private void format(PlacedText format, List<Word> arguments) {
      int next = 0;
      int before = -1;
      while (next < arguments.size() && next > before) {
        before = next;
        int from = 0;
        for (int i = 0; i < format.length(); i++) {
          if (format.text().charAt(i) == '%') {
            put(format.sub(from, i));
            while (i + 1 < format.length()
                && "-+ #0123456789.".indexOf(format.text().charAt(i + 1)) >= 0) {
              i++;
            }
            i++;
            if (i < format.length() && format.text().charAt(i) != '%' && next < arguments.size()) {
              out.append(arguments.get(next++).content());
            }
            from = Math.min(i + 1, format.length());
          }
        }
        put(format.sub(from, format.length()));
      }
    }

    private void put(PlacedText text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.text().charAt(i);
        boolean escape = escapes && c == '\\' && i + 1 < text.length();
        char next = escape ? text.text().charAt(i + 1) : c;
        boolean blank = escape && (next == 'n' || next == 't');
        out.append(blank ? (next == 'n' ? '\n' : '\t') : c, text.line(i), text.column(i));
        i += blank ? 1 : 0;
      }
    }
  }
}
