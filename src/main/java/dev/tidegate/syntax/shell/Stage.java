package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One command of a pipe while it is being read, with what feeds it. */
final class Stage {
  final List<Word> words = new ArrayList<>();

  /** Here-documents and here-strings of this command. */
  final List<PlacedText> bodies = new ArrayList<>();

  /** Those of them in which substitutions are run. */
  final List<PlacedText> expanding = new ArrayList<>();

  final List<String> outputs = new ArrayList<>();

  /** What process substitutions among the words print. */
  final List<PlacedText> processes = new ArrayList<>();

  boolean readsScript;
  private final @Nullable Stage upstream;

  Stage(@Nullable Stage upstream) {
    this.upstream = upstream;
  }

  /** Texts that arrive on standard input, as far as they can be known. */
  List<PlacedText> input() {
    return !bodies.isEmpty() || upstream == null ? bodies : upstream.output();
  }

  /** What this command prints, where it is one that prints its arguments or its input. */
  List<PlacedText> output() {
    if (words.isEmpty()) {
      return List.of();
    }
    return switch (Command.base(words.getFirst().text())) {
      case "echo", "printf" -> {
        PlacedText.Builder text =
            new PlacedText.Builder(words.getFirst().line(), words.getFirst().column());
        for (Word word : words.subList(1, words.size())) {
          text.append(word.content());
          text.append(' ', word.line(), word.column());
        }
        yield List.of(text.build());
      }
      case "cat", "tee", "sed", "envsubst", "tr", "base64" -> input();
      default -> List.of();
    };
  }

  /** What goes to the files that this command writes. */
  List<PlacedText> written() {
    return bodies.isEmpty() ? output() : bodies;
  }

  /** True where text goes to a file that is a script by its name. */
  boolean writesScript() {
    boolean tee = !words.isEmpty() && words.getFirst().is("tee");
    return outputs.stream().anyMatch(Stage::isScript)
        || (tee && words.stream().anyMatch(w -> isScript(w.text())));
  }

  /** The files that text goes to. */
  List<String> files() {
    boolean tee = !words.isEmpty() && words.getFirst().is("tee");
    return tee ? words.stream().skip(1).map(Word::text).toList() : outputs;
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
}
