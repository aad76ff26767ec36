package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makefiles and justfiles: recipes with their variables filled in. */
final class Recipes {
  private static final Pattern MAKE_VARIABLE =
      Pattern.compile("^(?:export |override )?\\s*([\\w.-]+)\\s*(?::{0,3}|\\?|\\+)=\\s*(.*)$");
  private static final Pattern JUST_VARIABLE =
      Pattern.compile("^(?:export )?([\\w-]+)\\s*:=\\s*['\"](.*)['\"]\\s*$");
  private static final Pattern INLINE_RECIPE = Pattern.compile("^[\\w./%$() -]+:[^=;#]*;(.+)$");
  private static final Pattern MAKE_REFERENCE = Pattern.compile("\\$[({](\\w+)[)}]");
  private static final Pattern MAKE_SHELL = Pattern.compile("\\$\\(shell ([^)]*)\\)");

  private static final Pattern MAKE_LOOKUP =
      Pattern.compile("\\$\\(shell (?:which|command -v|type -p) ([\\w.-]+)[^)]*\\)");
  private static final Pattern JUST_RUN = Pattern.compile("`([^`]+)`");
  private static final Pattern RECIPE_PREFIX =
      Pattern.compile("^\\.RECIPEPREFIX\\s*[:?]?=\\s*(\\S)\\s*");
  private static final Pattern DEFINE =
      Pattern.compile("^\\s*(?:override\\s+)?define\\s+([\\w.-]+)\\s*[:?+]?=?\\s*$");

  private Recipes() {}

  static void make(Executables.Sink sink, String text) {
    String where = "a Makefile recipe";
    Map<String, String> variables = new HashMap<>();
    String[] lines = text.split("\n", -1);
    char mark = '\t';
    boolean canned = false;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      Matcher other = RECIPE_PREFIX.matcher(line);
      if (other.matches()) {
        mark = other.group(1).charAt(0);
      }
      Matcher define = DEFINE.matcher(line);
      canned =
          define.matches() ? isRun(define.group(1), text) : canned && !line.strip().equals("endef");
      Matcher shell = MAKE_SHELL.matcher(line);
      while (shell.find()) {
        sink.script(PlacedText.at(shell.group(1), i + 1, shell.start(1) + 1), where);
      }
      if (!line.isEmpty() && (line.charAt(0) == mark || (canned && !define.matches()))) {
        PlacedText.Builder recipe = new PlacedText.Builder(i + 1, 1);
        int from = line.charAt(0) == mark ? 1 : 0;
        from += prefix(line.substring(from), "@-+ \t");
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
        String value = variable.group(2).replaceFirst("\\s+#.*", "").strip();
        value = MAKE_LOOKUP.matcher(value).replaceAll("$1");
        boolean more = line.contains("+=");
        variables.merge(variable.group(1), value, (a, b) -> more ? a + " " + b : b);
      } else if (inline.matches()) {
        int from = inline.start(1) + prefix(inline.group(1), "@-+ \t");
        PlacedText.Builder recipe = new PlacedText.Builder(i + 1, from + 1);
        expand(recipe, line, from, i + 1, variables, true);
        sink.script(recipe.build(), where);
      }
    }
  }

  /** True where a recipe's line is these canned lines. */
  private static boolean isRun(String canned, String text) {
    return Pattern.compile(
            "(?m)^\\s[@+-]*\\s*\\$[({](?:call\\s+)?" + Pattern.quote(canned) + "\\s*[,)}]")
        .matcher(text)
        .find();
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
        Matcher run = JUST_RUN.matcher(line.startsWith("#") ? "" : line);
        while (run.find()) {
          sink.script(PlacedText.at(run.group(1), i + 1, run.start(1) + 1), "a justfile recipe");
        }
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
      if (value != null) {
        out.append(make ? resolved(value, variables, 0) : value, number, column);
      } else if (!name.startsWith("shell ")) {
        out.append("${" + name.replaceAll("\\W", "_") + "}", number, column);
      }
      i = end;
    }
  }

  /** A variable's value with the variables in it; one that is not known stays as the shell's. */
  private static String resolved(String value, Map<String, String> variables, int depth) {
    Matcher inner = MAKE_REFERENCE.matcher(value);
    StringBuilder out = new StringBuilder();
    while (inner.find() && depth < 8 && value.length() < 4096) {
      String known = variables.get(inner.group(1));
      String text =
          known == null ? "${" + inner.group(1) + "}" : resolved(known, variables, depth + 1);
      inner.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return inner.appendTail(out).toString();
  }
}
