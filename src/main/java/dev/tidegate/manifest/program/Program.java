package dev.tidegate.manifest.program;

import dev.tidegate.manifest.program.Literals.Literal;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands in program text: argument vectors, and calls that hand a string to a shell.
 *
 * <p>Stateless and thread-safe; never throws on input.
 */
public final class Program {
  private static final String CALLS =
      "(?:system|popen[23]?e?|run|call|check_call|check_output|Popen|getoutput|exec|execSync"
          + "|execa|execaCommand|execaCommandSync|spawn|spawnSync|shell_exec|passthru"
          + "|capture[23]e?|create_subprocess_shell|getstatusoutput|shelljs\\.exec|exec_command"
          + "|ShellExecute|shlex\\.split|local|local_resource|sudo|run_command|executeShellCommand)";
  private static final Pattern SHELL_CALL =
      Pattern.compile(
          "(?s).*\\b(?:"
              + CALLS
              + "\\s*\\(\\s*(?:(?:args|cmd|command)\\s*=\\s*)?[frbu]{0,2}"
              + "|\\b(?:sh|system|exec|spawn|run|execute)\\s+"
              + "|inline:\\s*)|(?s).*(?<![\\w}])\\$");
  private static final Pattern CALL_OF_NAME =
      Pattern.compile(
          "\\b" + CALLS + "\\s*\\(\\s*(?:(?:args|cmd|command)\\s*=\\s*)?([A-Za-z_]\\w*)");
  private static final Pattern ASSIGNED =
      Pattern.compile("(?s).*?([A-Za-z_]\\w*)\\s*(?::=|=)\\s*[frbu]{0,2}");
  private static final Pattern OPENS_PIPE = Pattern.compile("(?s).*\\bopen\\b[^;\n]*,\\s*");
  private static final Pattern RUN_WORDS =
      Pattern.compile(
          "\\b(?:system|exec)\\s*\\(?\\s*qw\\s*[({\\[/|]([^)}\\]/|;]{1,2000})[)}\\]/|]");
  private static final Pattern NAMES = Pattern.compile("[\\w.*()\\[\\]-]+");
  private static final int BEFORE = 120;

  private final PlacedText placed;
  private final String text;
  private final List<Literal> literals;
  private final String code;
  private final List<Run> runs = new ArrayList<>();

  private Program(PlacedText placed, Language language) {
    this.placed = placed;
    this.text = placed.text();
    Literals.Reading reading = Literals.read(placed, true, language);
    this.literals = reading.literals();
    this.code = reading.code();
  }

  public static List<Run> in(PlacedText placed, Language language) {
    Program program = new Program(placed, language);
    program.read();
    if (language == Language.PYTHON) {
      program.runs.addAll(ShModule.calls(placed, program.literals, program.code));
    } else if (language == Language.PERL) {
      program.lists();
    }
    return program.runs;
  }

  private void read() {
    Set<String> called = called(text);
    int i = 0;
    while (i < literals.size()) {
      Literal literal = literals.get(i);
      List<Word> vector = new ArrayList<>();
      vector.add(literal.word());
      int next = i + 1;
      while (next < literals.size() && joins(literals.get(next - 1), literals.get(next))) {
        String between = text.substring(literals.get(next - 1).end(), literals.get(next).start());
        Matcher names = NAMES.matcher(between.strip().replaceFirst("[frbu]$", ""));
        while (names.find() && between.indexOf('[') < 0) {
          vector.add(unknown(literals.get(next).word()));
        }
        vector.add(literals.get(next).word());
        next++;
      }
      take(literal, vector, called);
      i = next;
    }
  }

  private void take(Literal literal, List<Word> vector, Set<String> called) {
    String content = literal.content().text();
    String before = text.substring(Math.max(0, literal.start() - BEFORE), literal.start());
    boolean pipe = content.strip().matches("(?s)\\|-?|-\\||\\|.*|.*\\|");
    if (literal.runs()) {
      runs.add(new Run.Script(literal.content()));
    } else if (pipe && OPENS_PIPE.matcher(before).matches()) {
      opened(vector);
    } else if (content.strip().indexOf(' ') > 0 && isCalled(before, called)) {
      runs.add(new Run.Script(literal.content()));
    } else if (vector.size() > 1 && content.indexOf(' ') < 0) {
      runs.add(new Run.Vector(vector));
    }
  }

  /** A file that is a pipe: {@code open(F, "|-", "kubectl", "apply")} and the older forms. */
  private void opened(List<Word> words) {
    PlacedText first = words.getFirst().content();
    List<Word> rest = words.subList(1, words.size());
    if (first.text().strip().length() > 2) {
      int from = first.text().stripLeading().startsWith("|") ? first.text().indexOf('|') + 1 : 0;
      int to = from > 0 ? first.length() : first.text().lastIndexOf('|');
      runs.add(new Run.Script(first.sub(from, to)));
    } else if (rest.size() == 1) {
      runs.add(new Run.Script(rest.getFirst().content()));
    } else if (!rest.isEmpty()) {
      runs.add(new Run.Vector(rest));
    }
  }

  /** {@code system qw(kubectl apply)}. */
  private void lists() {
    Matcher list = RUN_WORDS.matcher(text);
    while (list.find()) {
      boolean inCode = code.charAt(list.start()) == text.charAt(list.start());
      if (inCode) {
        runs.add(new Run.Script(placed.sub(list.start(1), list.end(1))));
      }
    }
  }

  /** True for a text that goes to a shell, at once or by the name that it is given. */
  private static boolean isCalled(String before, Set<String> called) {
    Matcher assigned = ASSIGNED.matcher(before.substring(before.lastIndexOf('\n') + 1));
    return SHELL_CALL.matcher(before).matches()
        || (assigned.matches() && called.contains(assigned.group(1)));
  }

  private static Word unknown(Word near) {
    return new Word(PlacedText.at("?", near.line(), near.column()), false, false);
  }

  /** The names that are handed to a shell somewhere. */
  private static Set<String> called(String text) {
    Set<String> names = new HashSet<>();
    Matcher call = CALL_OF_NAME.matcher(text);
    while (call.find()) {
      names.add(call.group(1));
    }
    return names;
  }

  /** True where only a comma, an opening bracket or short names stand between two literals. */
  private boolean joins(Literal a, Literal b) {
    if (b.start() < a.end() || b.start() - a.end() > 200) {
      return false;
    }
    String between = text.substring(a.end(), b.start()).strip();
    return between.matches(",\\s*(?:\\{\\s*args:\\s*)?\\[?\\s*[frbu]?")
        || between.matches(",\\s*([\\w.*()\\[\\]-]+,\\s*){1,4}[frbu]?");
  }
}
