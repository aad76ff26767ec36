package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makefiles, justfiles and systemd units: commands line by line. */
final class Recipes {
  private static final Pattern MAKE_VARIABLE =
      Pattern.compile("^(?:export |override )?\\s*([\\w.-]+)\\s*(?::{0,3}|\\?)=\\s*(.*)$");
  private static final Pattern JUST_VARIABLE =
      Pattern.compile("^(?:export )?([\\w-]+)\\s*:=\\s*['\"](.*)['\"]\\s*$");
  private static final Pattern INLINE_RECIPE = Pattern.compile("^[\\w./%$() -]+:[^=;#]*;(.+)$");
  private static final Pattern MAKE_SHELL = Pattern.compile("\\$\\(shell ([^)]*)\\)");
  private static final Pattern EXEC = Pattern.compile("^\\s*Exec\\w+\\s*=\\s*[-@+!:]*(.*)$");

  private Recipes() {}

  static void make(Executables.Sink sink, String text) {
    String where = "a Makefile recipe";
    Map<String, String> variables = new HashMap<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      Matcher shell = MAKE_SHELL.matcher(line);
      while (shell.find()) {
        sink.script(PlacedText.at(shell.group(1), i + 1, shell.start(1) + 1), where);
      }
      if (line.startsWith("\t")) {
        PlacedText.Builder recipe = new PlacedText.Builder(i + 1, 1);
        int from = prefix(line, "@-+ \t");
        expand(recipe, line, from, i + 1, variables, true);
        while (line.endsWith("\\") && i + 1 < lines.length) {
          i++;
          line = lines[i];
          recipe.append('\n', i, lines[i - 1].length() + 1);
          expand(recipe, line, 0, i + 1, variables, true);
        }
        sink.script(recipe.build(), where);
        continue;
      }
      Matcher variable = MAKE_VARIABLE.matcher(line);
      Matcher inline = INLINE_RECIPE.matcher(line);
      if (variable.matches()) {
        variables.put(variable.group(1), variable.group(2).replaceFirst("\\s+#.*", "").strip());
      } else if (inline.matches()) {
        PlacedText.Builder recipe = new PlacedText.Builder(i + 1, inline.start(1) + 1);
        expand(recipe, line, inline.start(1), i + 1, variables, true);
        sink.script(recipe.build(), where);
      }
    }
  }

  static void just(Executables.Sink sink, String text) {
    Map<String, String> variables = new HashMap<>();
    String[] lines = text.split("\n", -1);
    PlacedText.Builder body = new PlacedText.Builder(1, 1);
    boolean inRecipe = false;
    for (int i = 0; i <= lines.length; i++) {
      String line = i < lines.length ? lines[i] : "end:";
      if (!line.isBlank() && !Character.isWhitespace(line.charAt(0))) {
        PlacedText recipe = body.build();
        if (Executables.interpreter(recipe.text()).map(Executables::isShell).orElse(true)) {
          sink.script(recipe, "a justfile recipe");
        }
        body = new PlacedText.Builder(i + 1, 1);
        Matcher variable = JUST_VARIABLE.matcher(line);
        if (variable.matches()) {
          variables.put(variable.group(1), variable.group(2));
        }
        inRecipe = line.contains(":") && !line.contains(":=") && !line.startsWith("#");
      } else if (inRecipe) {
        expand(body, line, prefix(line, "@- \t"), i + 1, variables, false);
        body.append('\n', i + 1, line.length() + 1);
      }
    }
  }

  static void systemd(Executables.Sink sink, String text) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Matcher exec = EXEC.matcher(lines[i]);
      if (exec.matches()) {
        int first = i;
        StringBuilder command = new StringBuilder(exec.group(1));
        while (lines[i].endsWith("\\") && i + 1 < lines.length) {
          i++;
          command.append('\n').append(lines[i]);
        }
        PlacedText placed = PlacedText.at(command.toString(), first + 1, exec.start(1) + 1);
        sink.script(placed, "a systemd unit");
      }
    }
  }

  private static int prefix(String line, String characters) {
    int i = 0;
    while (i < line.length() && characters.indexOf(line.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Appends a line, known variables of make ({@code $(X)}) or just ({@code {{x}}}) filled in. */
  private static void expand(
      PlacedText.Builder out,
      String line,
      int from,
      int number,
      Map<String, String> variables,
      boolean make) {
    int i = from;
    while (i < line.length()) {
      char c = line.charAt(i);
      char next = i + 1 < line.length() ? line.charAt(i + 1) : '\0';
      int column = i + 1;
      if (make && c == '$' && next == '$') {
        out.append('$', number, column);
        i += 2;
        continue;
      }
      boolean opens = make ? c == '$' && (next == '(' || next == '{') : c == '{' && next == '{';
      int close = opens ? line.indexOf(make ? (next == '(' ? ")" : "}") : "}}", i) : -1;
      if (close < 0) {
        out.append(c, number, column);
        i++;
        continue;
      }
      String name = line.substring(i + 2, close).strip();
      String value = variables.get(name);
      int end = close + (make ? 1 : 2);
      if (value != null && value.indexOf('$') < 0) {
        out.append(value, number, column);
      } else if (!name.startsWith("shell ")) {
        out.append("${" + name.replaceAll("\\W", "_") + "}", number, column);
      }
      i = end;
    }
  }
}
