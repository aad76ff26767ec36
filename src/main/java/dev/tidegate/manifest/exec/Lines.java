package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files with a command in a line: systemd units, crontabs, Procfiles, supervisor programs, TOML
 * tasks.
 */
final class Lines {
  private static final Pattern CRONTAB =
      Pattern.compile("(?i)(.*/)?(cron\\.d/[^/]+|[^/]*crontab|[^/]+\\.cron(tab)?)");
  private static final Pattern UNIT =
      Pattern.compile("^\\s*(?:Exec\\w+|command)\\s*=\\s*[-@+!:]*(.*)$");
  private static final Pattern TIMED =
      Pattern.compile("^\\s*(?:@\\w+|(?:[\\d*,/\\w-]+\\s+){4}[\\d*,/\\w-]+)\\s+(.*)$");
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
        || CRONTAB.matcher(path).matches()
        || ((name.endsWith(".conf") || name.endsWith(".ini")) && text.contains("[program:"));
  }

  static void read(Executables.Sink sink, String path, String name, String text) {
    boolean timed = CRONTAB.matcher(path).matches();
    boolean process = name.startsWith("procfile");
    Pattern pattern = timed ? TIMED : process ? PROCESS : UNIT;
    String where = timed ? "a crontab" : process ? "a Procfile" : "a systemd unit";
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher line = pattern.matcher(lines[i]);
      if (!line.matches()) {
        continue;
      }
      int first = i;
      StringBuilder command = new StringBuilder(line.group(1));
      while (lines[i].endsWith("\\") && i + 1 < lines.length) {
        i++;
        command.append('\n').append(lines[i]);
      }
      PlacedText placed = PlacedText.at(command.toString(), first + 1, line.start(1) + 1);
      sink.script(placed, where);
      Matcher user = Pattern.compile("\\S+\\s+").matcher(command);
      if (timed && user.lookingAt()) {
        sink.script(placed.sub(user.end(), placed.length()), where);
      }
    }
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
