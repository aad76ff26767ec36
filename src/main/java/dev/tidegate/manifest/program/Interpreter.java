package dev.tidegate.manifest.program;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Command;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A command that runs a program which is no shell's: {@code python -c}, {@code perl -e}, and those
 * that read their program from their input.
 *
 * @param code what stands on the command line
 * @param script the file or module that is run; empty where none is
 * @param readsInput true where the program comes from the input
 */
public record Interpreter(
    Language language, List<PlacedText> code, String script, boolean readsInput) {

  public Interpreter {
    code = List.copyOf(code);
  }

  /** Programs with the same options. */
  private enum Family {
    PYTHON("(?:python|pypy)[\\d.]*", "-[bBdEiIOPqsSuvx]*c", "-W -X"),
    PERL("perl[\\d.]*", "-[acf-hlnpsS-XwW0-9]*[eE]", "-I -M"),
    RUBY("j?ruby[\\d.]*", "-[alnpsSvwW0-9]*e", "-r -I -C -E -x"),
    NODE("node|nodejs|tsx|ts-node", "-e|-p|-pe|--eval|--print", "-r --require --import --loader"),
    BUN("bun", "-e|-p|--eval|--print", "-r --preload"),
    DENO("deno", "eval", ""),
    PHP("php[\\d.]*", "-[nq]*[rB]|--run", "-d -c");

    private final Pattern name;
    private final Pattern code;
    private final Pattern valued;

    Family(String name, String code, String valued) {
      this.name = Pattern.compile(name);
      this.code = Pattern.compile(code);
      this.valued = Pattern.compile(valued.replace(' ', '|'));
    }

    Interpreter read(List<Word> words) {
      Language language = Language.ofInterpreter(words.getFirst().text());
      List<PlacedText> found = new ArrayList<>();
      int i = 1;
      while (i < words.size()) {
        String word = words.get(i).text();
        if (code.matcher(word).matches() && i + 1 < words.size()) {
          i++;
          found.add(words.get(i).content());
          if (this == PYTHON) {
            break;
          }
        } else if (word.matches("--(eval|print)=.*")) {
          found.add(words.get(i).content().sub(word.indexOf('=') + 1, word.length()));
        } else if (this == PYTHON && word.startsWith("-m")) {
          break;
        } else if (valued.matcher(word).matches()) {
          i++;
        } else if (word.equals("-") || !(word.startsWith("-") || runs(word))) {
          break;
        }
        i++;
      }
      String script = i < words.size() && found.isEmpty() ? words.get(i).text() : "";
      boolean input = found.isEmpty() && Set.of("", "-", "/dev/stdin").contains(script);
      return new Interpreter(language, found, input ? "" : script, input);
    }

    private boolean runs(String word) {
      return word.equals("run") && (this == BUN || this == DENO);
    }
  }

  /** Empty for what runs no program of its own. */
  public static Optional<Interpreter> of(Command command) {
    String program = command.program().orElse("");
    for (Family family : Family.values()) {
      if (family.name.matcher(program).matches()) {
        return Optional.of(family.read(command.words()));
      }
    }
    return Optional.empty();
  }
}
