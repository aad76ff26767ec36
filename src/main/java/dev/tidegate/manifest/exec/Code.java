package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.program.Interpreter;
import dev.tidegate.manifest.program.Language;
import dev.tidegate.manifest.program.Literals;
import dev.tidegate.manifest.program.Literals.Literal;
import dev.tidegate.manifest.program.Program;
import dev.tidegate.manifest.program.Run;
import dev.tidegate.manifest.terraform.ConfiguredCommand;
import dev.tidegate.manifest.terraform.TerraformCommands;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.shell.Command;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private static final Pattern GROOVY_DEPLOYS =
      Pattern.compile(
          "(?m)^(?!\\s*(?://|\\*)).*?(\\bkubernetes(?:Deploy|Apply)\\b|\\bopenshift\\.(?:apply|create|delete|replace|patch))\\s*\\(");
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
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*(?:[\\w.*()\\[\\]-]+,\\s*){0,4}");
  private static final int BEFORE = 120;

  private Code() {}

  static boolean isCode(String name) {
    return CODE.matcher(name).matches();
  }

  static void program(Executables.Sink sink, PlacedText text, Language language) {
    for (Run run : Program.in(text, language)) {
      switch (run) {
        case Run.Script script -> sink.script(script.text(), "a call of a shell");
        case Run.Vector vector -> sink.argv(vector.words(), "an argument vector in a program");
      }
    }
  }

  /** What a command line runs in another language than the shell's. */
  static void inline(Executables.Sink sink, Command command) {
    Interpreter.of(command)
        .ifPresent(i ->
            i.code().forEach(code -> sink.nested(code, () -> program(sink, code, i.language()))));
  }

  /** Programs and crontabs that a script feeds to what it runs, or writes to files. */
  static void fed(Executables.Sink sink, Shell.Fed fed) {
    for (Command command : fed.commands()) {
      Optional<Interpreter> interpreter = Interpreter.of(command);
      if (interpreter.isPresent()) {
        Interpreter i = interpreter.get();
        List<PlacedText> texts = i.readsInput() ? fed.input() : fed.file(i.script());
        texts.forEach(text -> sink.nested(text, () -> program(sink, text, i.language())));
      } else if (command.program().orElse("").equals("crontab")) {
        installed(command, fed)
            .forEach(table -> sink.nested(table, () -> Lines.crontab(sink, table)));
      }
    }
    for (String file : fed.files()) {
      String name = file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      if (Lines.isCrontab(file)) {
        fed.written().forEach(table -> sink.nested(table, () -> Lines.crontab(sink, table)));
      } else if (isCode(name)) {
        fed.written()
            .forEach(text -> sink.nested(text, () -> program(sink, text, Language.ofFile(name))));
      }
    }
  }

  /** The table that {@code crontab} puts in place: a file's, or what it reads. */
  private static List<PlacedText> installed(Command crontab, Shell.Fed fed) {
    List<PlacedText> tables = new ArrayList<>();
    for (Word word : crontab.arguments()) {
      if (Set.of("-l", "-r", "-e").contains(word.text())) {
        return List.of();
      }
      tables.addAll(fed.file(word.text()));
    }
    return tables.isEmpty() ? fed.input() : tables;
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

  /** The literals from the n-th on that stand in one list, as far as only commas part them. */
  private static List<Word> vector(String text, List<Literal> literals, int n) {
    List<Word> vector = new ArrayList<>();
    vector.add(literals.get(n).word());
    for (int i = n + 1; i < literals.size(); i++) {
      int behind = literals.get(i - 1).end();
      if (!COMMA.matcher(text.substring(behind, literals.get(i).start())).matches()) {
        break;
      }
      vector.add(literals.get(i).word());
    }
    return vector;
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
}
