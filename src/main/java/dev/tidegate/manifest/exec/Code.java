package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.exec.Literals.Literal;
import dev.tidegate.manifest.terraform.ConfiguredCommand;
import dev.tidegate.manifest.terraform.TerraformCommands;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Program text, Jenkins pipelines and Terraform configuration: argument vectors, and calls that
 * hand a string to a shell.
 */
final class Code {
  private static final Pattern CODE =
      Pattern.compile(
          ".*\\.(py|js|mjs|cjs|ts|mts|tsx|jsx|go|rb|rake|pl|php|java|kt|kts|rs|cs|lua|star|bzl)"
              + "|rakefile|vagrantfile|fastfile|capfile|tiltfile|[^.]*\\.tiltfile");
  private static final String CALLS =
      "(?:system|popen|run|call|check_call|check_output|Popen|getoutput|exec|execSync"
          + "|execa|execaCommand|execaCommandSync|spawn|spawnSync|shell_exec|passthru"
          + "|create_subprocess_shell|getstatusoutput|shelljs\\.exec|exec_command|ShellExecute"
          + "|shlex\\.split|local|local_resource|sudo|run_command|executeShellCommand)";
  private static final Pattern SHELL_CALL =
      Pattern.compile(
          "(?s).*\\b(?:"
              + CALLS
              + "\\s*\\(\\s*(?:(?:args|cmd|command)\\s*=\\s*)?[frbu]{0,2}"
              + "|\\b(?:sh|system|exec|spawn|run|execute)\\s+"
              + "|inline:\\s*)|(?s).*(?<![\\w}])\\$");
  private static final Pattern GROOVY_DEPLOYS =
      Pattern.compile(
          "(?m)^(?!\\s*(?://|\\*)).*?(\\bkubernetes(?:Deploy|Apply)\\b|\\bopenshift\\.(?:apply|create|delete|replace|patch))\\s*\\(");
  private static final Pattern CALL_OF_NAME =
      Pattern.compile(
          "\\b" + CALLS + "\\s*\\(\\s*(?:(?:args|cmd|command)\\s*=\\s*)?([A-Za-z_]\\w*)");
  private static final Pattern ASSIGNED =
      Pattern.compile("(?s).*?([A-Za-z_]\\w*)\\s*(?::=|=)\\s*[frbu]{0,2}");
  private static final String GROOVY = "a pipeline step";
  private static final String GROOVY_STEP = "\\b(?:sh|bat|powershell|pwsh)\\b\\s*\\(?\\s*";
  private static final Pattern GROOVY_CALL =
      Pattern.compile("(?s).*" + GROOVY_STEP + "(?:[^;{}]*\\bscript\\s*:\\s*)?");
  private static final Pattern GROOVY_NAME =
      Pattern.compile(GROOVY_STEP + "(?:script\\s*:\\s*)?([A-Za-z_]\\w*)\\s*(?:[,)}\n]|$)");
  private static final Pattern GROOVY_ASSIGNED = Pattern.compile("(?s).*?([A-Za-z_]\\w*)\\s*=\\s*");
  private static final Pattern LIST_RUNS = Pattern.compile("\\s*]\\s*\\.\\s*(?:join|execute)\\b");
  private static final Pattern RUNS = Pattern.compile("\\s*\\.\\s*execute\\b");
  private static final String TERRAFORM = "a Terraform provisioner";
  private static final Pattern NAMES = Pattern.compile("[\\w.*()\\[\\]-]+");
  private static final int BEFORE = 120;

  private Code() {}

  static boolean isCode(String name) {
    return CODE.matcher(name).matches();
  }

  /** The literals from the n-th on that stand in one list, as far as only commas part them. */
  private static List<Word> vector(String text, List<Literal> literals, int n) {
    List<Word> vector = new ArrayList<>();
    vector.add(literals.get(n).word());
    for (int i = n + 1;
        i < literals.size() && joins(text, literals.get(i - 1), literals.get(i));
        i++) {
      vector.add(literals.get(i).word());
    }
    return vector;
  }

  static void program(Executables.Sink sink, PlacedText placed) {
    String text = placed.text();
    List<Literal> literals = Literals.in(placed, true);
    Set<String> called = called(text);
    int i = 0;
    while (i < literals.size()) {
      Literal literal = literals.get(i);
      List<Word> vector = new ArrayList<>();
      vector.add(literal.word());
      int next = i + 1;
      while (next < literals.size() && joins(text, literals.get(next - 1), literals.get(next))) {
        String between = text.substring(literals.get(next - 1).end(), literals.get(next).start());
        Matcher names = NAMES.matcher(between.strip().replaceFirst("[frbu]$", ""));
        while (names.find() && between.indexOf('[') < 0) {
          vector.add(unknown(literals.get(next).word()));
        }
        vector.add(literals.get(next).word());
        next++;
      }
      boolean sentence = literal.content().text().strip().indexOf(' ') > 0;
      String before = before(text, literal.start());
      if (sentence && isCalled(before, called)) {
        sink.script(literal.content(), "a call of a shell");
      } else if (vector.size() > 1 && literal.content().text().indexOf(' ') < 0) {
        sink.argv(vector, "an argument vector in a program");
      }
      i = next;
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

  static void groovy(Executables.Sink sink, String text) {
    List<Literal> literals = Literals.in(PlacedText.of(text), false);
    Set<String> called = new HashSet<>();
    Matcher call = GROOVY_NAME.matcher(text);
    while (call.find()) {
      called.add(call.group(1));
    }
    Matcher deploys = GROOVY_DEPLOYS.matcher(text);
    while (deploys.find()) {
      int line =
          1 + (int) text.substring(0, deploys.start(1)).chars().filter(c -> c == '\n').count();
      sink.script(PlacedText.at("kubectl apply", line, 1), GROOVY);
    }
    for (int i = 0; i < literals.size(); i++) {
      Literal literal = literals.get(i);
      String before = before(text, literal.start());
      Matcher assigned = GROOVY_ASSIGNED.matcher(before.substring(before.lastIndexOf('\n') + 1));
      if (GROOVY_CALL.matcher(before).matches()
          || (assigned.matches() && called.contains(assigned.group(1)))
          || RUNS.matcher(text).region(literal.end(), text.length()).lookingAt()) {
        sink.script(literal.content(), GROOVY);
      } else if (before.stripTrailing().endsWith("[")) {
        groovyList(sink, text, literals, i);
      }
    }
  }

  /** A list that is joined to a command line, or run as it is. */
  private static void groovyList(
      Executables.Sink sink, String text, List<Literal> literals, int n) {
    List<Word> vector = vector(text, literals, n);
    int end = text.indexOf(']', literals.get(n + vector.size() - 1).end());
    if (end >= 0 && LIST_RUNS.matcher(text).region(end, text.length()).lookingAt()) {
      sink.argv(vector, GROOVY);
    }
  }

  /**
   * The commands that configuration runs; a file that cannot be read is said to be so where it may
   * hold one.
   */
  static void terraform(Executables.Sink sink, String path, String text) {
    Hcl.File file = Hcl.read(path, text);
    for (ConfiguredCommand run : TerraformCommands.in(file.body())) {
      if (run.script()) {
        sink.script(run.words().getFirst(), TERRAFORM);
      } else {
        sink.argv(
            run.words().stream().map(w -> new Word(w, !w.text().contains("${"), true)).toList(),
            TERRAFORM);
      }
    }
    if (file.problem().isPresent() && TerraformCommands.possible(text)) {
      sink.unreadable(file.problem().get().line(), file.problem().get().what());
    }
  }

  private static String before(String text, int start) {
    return text.substring(Math.max(0, start - BEFORE), start);
  }

  /** True where only a comma, an opening bracket or short names stand between two literals. */
  private static boolean joins(String text, Literal a, Literal b) {
    if (b.start() - a.end() > 200) {
      return false;
    }
    String between = text.substring(a.end(), b.start()).strip();
    return between.matches(",\\s*\\[?\\s*[frbu]?")
        || between.matches(",\\s*([\\w.*()\\[\\]-]+,\\s*){1,4}[frbu]?");
  }
}
