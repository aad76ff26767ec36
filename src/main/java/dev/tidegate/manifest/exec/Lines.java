package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.program.Literals;
import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files with a command in a line: systemd units, crontabs, Procfiles, supervisor programs, TOML
 * tasks.
 */
final class Lines {
  private static final Pattern CRONTAB =
      Pattern.compile(
          "(?i)(.*/)?(cron\\.d/[^/]+|(?:crontabs|spool/cron)/[^/]+|[^/]*crontab|[^/]+\\.cron(tab)?)");
  private static final Pattern UNIT =
      Pattern.compile("^\\s*(?:Exec\\w+|command)\\s*=\\s*[-@+!:]*(.*)$");
  private static final Pattern TIMED =
      Pattern.compile("^\\s*(?:@\\w+|(?:[\\d*,/\\w~-]+\\s+){4}[\\d*,/\\w~-]+)\\s+(.*)$");
  private static final Pattern NO_ENTRY = Pattern.compile("\\s*(?:#.*|\\w+\\s*=.*)?");
  private static final Pattern FIRST_WORD = Pattern.compile("\\S+\\s+");
  private static final Pattern PROCESS = Pattern.compile("^[\\w-]+:\\s*(.*)$");

  private static final Pattern TASK_FILE =
      Pattern.compile("(?i)\\.?mise(\\.\\w+)?\\.toml|makefile\\.toml|pyproject\\.toml|pixi\\.toml");
  private static final Pattern TABLE = Pattern.compile("(?m)^\\s*\\[+([^\\]\n]+)]");
  private static final Pattern TASKS =
      Pattern.compile("(?i)(.*\\.)?[\\w-]*(tasks?|scripts|hooks)(\\..*)?");
  private static final Pattern KEY = Pattern.compile("(?s).*?([\\w.\"-]+)\\s*=\\s*[\\[{]?\\s*");
  private static final Pattern PROSE =
      Pattern.compile(
          "(?i)help|description|summary|usage|alias|confirm|env|dir|cwd|outputs?|sources");

  private Lines() {}

  static boolean isOne(String path, String name, String text) {
    return name.endsWith(".service")
        || name.endsWith(".timer")
        || name.startsWith("procfile")
        || isCrontab(path)
        || ((name.endsWith(".conf") || name.endsWith(".ini")) && text.contains("[program:"));
  }

  static void read(Executables.Sink sink, String path, String name, String text) {
    if (isCrontab(path)) {
      crontab(sink, PlacedText.of(text));
      return;
    }
    boolean process = name.startsWith("procfile");
    each(PlacedText.of(text), process ? PROCESS : UNIT)
        .forEach(line -> sink.script(line, process ? "a Procfile" : "a systemd unit"));
  }

  static boolean isCrontab(String path) {
    return CRONTAB.matcher(path).matches();
  }

  /** True where nothing but entries, variables and comments stands in the text. */
  static boolean looksTimed(String text) {
    boolean entry = false;
    for (String line : text.split("\n", -1)) {
      boolean timed = TIMED.matcher(line).matches();
      if (!timed && !NO_ENTRY.matcher(line).matches()) {
        return false;
      }
      entry |= timed;
    }
    return entry;
  }

  /** The commands of a crontab, whether it names a user before each or not. */
  static void crontab(Executables.Sink sink, PlacedText table) {
    for (PlacedText command : each(table, TIMED)) {
      sink.script(command, "a crontab");
      Matcher user = FIRST_WORD.matcher(command.text());
      if (user.lookingAt()) {
        sink.script(command.sub(user.end(), command.length()), "a crontab");
      }
    }
  }

  /** The pattern's first group in each line that it matches, with the lines that continue it. */
  private static List<PlacedText> each(PlacedText text, Pattern pattern) {
    List<PlacedText> commands = new ArrayList<>();
    int start = 0;
    while (start <= text.length()) {
      int end = lineEnd(text, start);
      Matcher line = pattern.matcher(text.text()).region(start, end);
      if (line.matches()) {
        while (end > start && text.text().charAt(end - 1) == '\\' && end < text.length()) {
          end = lineEnd(text, end + 1);
        }
        commands.add(text.sub(line.start(1), end));
      }
      start = end + 1;
    }
    return commands;
  }

  private static int lineEnd(PlacedText text, int from) {
    int end = text.text().indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** Tasks in TOML: mise, cargo-make, and the task runners that live in a pyproject.toml. */
  static boolean isTasks(String name) {
    return TASK_FILE.matcher(name).matches();
  }

  static void tasks(Executables.Sink sink, String text) {
    Matcher head = TABLE.matcher(text);
    int next = head.find() ? head.start() : text.length();
    String table = "";
    for (Literals.Literal literal : Literals.in(PlacedText.of(text), true)) {
      while (next < literal.start()) {
        table = head.group(1);
        next = head.find() ? head.start() : text.length();
      }
      String before = text.substring(Math.max(0, literal.start() - 120), literal.start());
      Matcher key = KEY.matcher(before.substring(before.lastIndexOf('\n') + 1));
      boolean prose = key.matches() && PROSE.matcher(key.group(1)).matches();
      if (TASKS.matcher(table).matches() && !prose) {
        sink.script(literal.content(), "a task");
      }
    }
  }
}
