package dev.tidegate.syntax.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A program that would be run with its arguments, wrappers such as {@code sudo} taken off.
 *
 * @param words the program and its arguments; at least one
 */
public record Command(List<Word> words) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w.-]*");

  public Command {
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("a command has at least one word");
    }
  }

  /**
   * The program's name without folder and {@code .exe}; empty where it cannot be known. Of {@code
   * $BIN/kubectl} the name is known, though the folder is not.
   */
  public Optional<String> program() {
    Word first = words.getFirst();
    int slash = first.text().lastIndexOf('/');
    boolean named = slash >= 0 && NAME.matcher(first.text().substring(slash + 1)).matches();
    return first.known() || named ? Optional.of(base(first.text())) : Optional.empty();
  }

  public List<Word> arguments() {
    return words.subList(1, words.size());
  }

  /** Line of the program word, from 1. */
  public int line() {
    return words.getFirst().line();
  }

  /** Column of the program word, from 1. */
  public int column() {
    return words.getFirst().column();
  }

  /** The words with single spaces between, for messages; may hold secrets as written. */
  public String text() {
    return words.stream().map(Word::text).collect(Collectors.joining(" "));
  }

  /** What tells two commands at one place apart. */
  public String identity() {
    return words.stream().map(Word::text).collect(Collectors.joining("\0"));
  }

  static String base(String program) {
    String name = program.substring(program.lastIndexOf('/') + 1);
    return name.toLowerCase(Locale.ROOT).endsWith(".exe")
        ? name.substring(0, name.length() - 4)
        : name;
  }
}
