package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PowerShell and batch files, rewritten so far that the shell reader finds the programs in them and
 * their places. Neither language is understood beyond that.
 */
final class Windows {
  private static final Pattern ASSIGNS =
      Pattern.compile("\\$(?:env:|script:|global:)?(\\w+)\\s*=\\s*");
  private static final Pattern INVOKES =
      Pattern.compile("(?i)(?:Invoke-Expression|iex|Start-Process(?:\\s+-FilePath)?)\\s+");
  private static final Pattern ARGUMENTS = Pattern.compile("(?i)-ArgumentList\\s+");
  private static final Pattern BATCH_REMARK =
      Pattern.compile("(?i)[@\\s]*(?:rem\\b|::|echo\\b|title\\b).*");
  private static final Pattern BATCH_LEAD =
      Pattern.compile(
          "(?i)[@\\s(]*(?:(?:call|start(?:\\s+/\\w+)*(?:\\s+\"[^\"]*\")?)\\s+"
              + "|if\\s+(?:/i\\s+)?(?:not\\s+)?(?:exist\\s+(?:\"[^\"]*\"|\\S+)|errorlevel\\s+\\d+"
              + "|defined\\s+\\S+|\\S+\\s*==\\s*\\S+|\\S+\\s+(?:equ|neq|lss|leq|gtr|geq)\\s+\\S+)\\s+\\(?"
              + "|for\\s.*?\\sdo\\s+\\(?|else\\s+\\(?)*[@\\s(]*");
  private static final Pattern BATCH_SET =
      Pattern.compile("(?i)set\\s+(?:/[ap]\\s+)?\"?(\\w+)=([^\"]*)\"?\\s*");

  private Windows() {}

  static boolean isScript(String name) {
    return name.matches(".*\\.(ps1|psm1|cmd|bat)");
  }

  static void read(Executables.Sink sink, String name, String text) {
    if (name.contains(".ps")) {
      sink.script(powershell(PlacedText.of(text)), "a PowerShell script");
    } else {
      sink.script(batch(PlacedText.of(text)), "a batch file");
    }
  }

  static PlacedText powershell(PlacedText source) {
    String text = source.text();
    PlacedText.Builder out = new PlacedText.Builder(1, 1);
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int skipped = skipped(text, i);
      if (skipped > i) {
        i = skipped - 1;
      } else if (c == '`') {
        i++;
        if (i < text.length()) {
          put(out, '\\', source, i);
          put(out, text.charAt(i), source, i);
        }
      } else if (c == '\\') {
        put(out, '/', source, i);
      } else if (c == '$' && text.startsWith("${", i)) {
        depth++;
        put(out, c, source, i++);
        put(out, '{', source, i);
      } else if (c == '}' && depth > 0) {
        depth--;
        put(out, c, source, i);
      } else if (c == '{' || c == '}') {
        put(out, ';', source, i);
      } else if (starts(text, i) && (c == '&' || c == '.') && blank(text, i + 1)) {
        put(out, ' ', source, i);
      } else if (starts(text, i)) {
        i = statement(source, out, i);
      } else {
        put(out, c, source, i);
      }
    }
    return out.build();
  }

  /** The end of a comment or here-string at this place; the place itself where there is none. */
  private static int skipped(String text, int i) {
    String end =
        text.startsWith("<#", i)
            ? "#>"
            : text.startsWith("@'\n", i) ? "\n'@" : text.startsWith("@\"\n", i) ? "\n\"@" : "";
    if (end.isEmpty()) {
      return i;
    }
    int found = text.indexOf(end, i + 2);
    return found < 0 ? text.length() : found + end.length();
  }

  /** Rewrites the head of a statement; gives the last place that it used up. */
  private static int statement(PlacedText source, PlacedText.Builder out, int i) {
    String text = source.text();
    Matcher assigns = ASSIGNS.matcher(text).region(i, text.length());
    if (assigns.lookingAt()) {
      for (int k = assigns.start(1); k < assigns.end(1); k++) {
        put(out, text.charAt(k), source, k);
      }
      put(out, '=', source, i);
      return assigns.end() - 1;
    }
    Matcher invokes = INVOKES.matcher(text).region(i, text.length());
    if (!invokes.lookingAt()) {
      put(out, text.charAt(i), source, i);
      return i;
    }
    int newline = text.indexOf('\n', i);
    int end = newline < 0 ? text.length() : newline;
    out.append("eval ", source.line(i), source.column(i));
    PlacedText rest = source.sub(Math.min(invokes.end(), end), end);
    Matcher arguments = ARGUMENTS.matcher(rest.text());
    int at = 0;
    while (arguments.find()) {
      out.append(rest.sub(at, arguments.start()));
      at = arguments.end();
    }
    for (int k = at; k < rest.length(); k++) {
      char c = rest.text().charAt(k);
      out.append(at > 0 && c == ',' ? ' ' : c, rest.line(k), rest.column(k));
    }
    return end - 1;
  }

  private static boolean starts(String text, int i) {
    int before = i - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    boolean here = !Character.isWhitespace(text.charAt(i));
    return here && (before < 0 || "\n;{}|=(&".indexOf(text.charAt(before)) >= 0);
  }

  private static boolean blank(String text, int i) {
    return i < text.length() && (text.charAt(i) == ' ' || "\"'$".indexOf(text.charAt(i)) >= 0);
  }

  private static void put(PlacedText.Builder out, char c, PlacedText source, int i) {
    out.append(c, source.line(i), source.column(i));
  }

  static PlacedText batch(PlacedText source) {
    PlacedText.Builder out = new PlacedText.Builder(1, 1);
    int start = 0;
    while (start < source.length()) {
      int newline = source.text().indexOf('\n', start);
      int end = newline < 0 ? source.length() : newline;
      line(source.sub(start, end), out);
      out.append('\n', source.line(end), source.column(end));
      start = end + 1;
    }
    return out.build();
  }

  private static void line(PlacedText line, PlacedText.Builder out) {
    if (BATCH_REMARK.matcher(line.text()).matches() && line.text().indexOf('&') < 0) {
      return;
    }
    Matcher lead = BATCH_LEAD.matcher(line.text());
    PlacedText rest = line.sub(lead.lookingAt() ? lead.end() : 0, line.length());
    Matcher set = BATCH_SET.matcher(rest.text());
    if (set.matches()) {
      String pair = set.group(1).toUpperCase(Locale.ROOT) + "='" + set.group(2).strip() + "'";
      out.append(pair, rest.line(0), rest.column(0));
      return;
    }
    boolean variable = false;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.text().charAt(i);
      boolean last = i == rest.length() - 1;
      String written =
          switch (c) {
            case '^' -> last ? "\\" : "";
            case '\\' -> "/";
            case '\'' -> "\\'";
            case '%' -> variable ? "}" : rest.text().indexOf('%', i + 1) > i + 1 ? "${" : "";
            case ')' -> last ? "" : ")";
            default -> String.valueOf(variable ? Character.toUpperCase(c) : c);
          };
      variable = c == '%' ? written.equals("${") : variable;
      out.append(written, rest.line(i), rest.column(i));
    }
  }
}
