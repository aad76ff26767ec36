package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text templates (Helm, Jinja, Actions) seen as the text around their directives. */
final class Templates {
  private static final Pattern DIRECTIVE = Pattern.compile("\\$?\\{\\{-?\\s*([^{}]*?)\\s*-?}}");
  private static final Pattern NAME = Pattern.compile("(?:env|vars)?\\.?([A-Za-z_]\\w*)");

  /** A kubelet fills {@code $(NAME)} in from the environment. */
  private static final Pattern REFERENCE = Pattern.compile("(?<!\\$)\\$\\((\\w+)\\)");

  private Templates() {}

  /**
   * The same text with {@code {{ .X }}} and <code>${{ env.X }}</code> written as a shell's variable
   * {@code ${X}}; of any other directive something is left that no variable is called.
   */
  static PlacedText variables(PlacedText text) {
    if (!text.text().contains("{{")) {
      return text;
    }
    PlacedText.Builder out = new PlacedText.Builder(text.line(0), text.column(0));
    Matcher directive = DIRECTIVE.matcher(text.text());
    int at = 0;
    while (directive.find()) {
      out.append(text.sub(at, directive.start()));
      Matcher name = NAME.matcher(directive.group(1));
      String variable = name.matches() ? name.group(1) : "_unknown_";
      out.append(
          "${" + variable + "}", text.line(directive.start()), text.column(directive.start()));
      at = directive.end();
    }
    out.append(text.sub(at, text.length()));
    return out.build();
  }

  /** Directives become underscores, or nothing where they fill their line; lines stay in place. */
  static String blank(String text) {
    StringBuilder out = new StringBuilder(text);
    int at = text.indexOf("{{");
    while (at >= 0) {
      int close = text.indexOf("}}", at);
      int end = close < 0 ? text.length() : close + 2;
      boolean alone =
          onlyBlanks(text, text.lastIndexOf('\n', at) + 1, at)
              && onlyBlanks(text, end, lineEnd(text, end));
      Matcher name = NAME.matcher(text.substring(at + 2, Math.max(at + 2, end - 2)).strip());
      String variable = alone || !name.matches() ? "" : "$" + name.group(1);
      boolean fits = !variable.isEmpty() && (end - at - variable.length()) % 2 == 0;
      String written = fits ? variable + "'".repeat(end - at - variable.length()) : "";
      for (int i = at; i < end; i++) {
        if (text.charAt(i) != '\n') {
          out.setCharAt(i, fits ? written.charAt(i - at) : alone ? ' ' : '_');
        }
      }
      at = text.indexOf("{{", end);
    }
    return out.toString();
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static boolean onlyBlanks(String text, int from, int to) {
    return text.substring(from, to).isBlank();
  }

  /** The word with the variables that are known; others stay as they are. */
  static Word filled(Word word, Map<String, String> variables) {
    Matcher reference = REFERENCE.matcher(word.text());
    PlacedText.Builder all = new PlacedText.Builder(word.line(), word.column());
    int from = 0;
    while (reference.find()) {
      String value = variables.get(reference.group(1));
      if (value != null) {
        all.append(word.content().sub(from, reference.start()));
        PlacedText name = word.content().sub(reference.start(), reference.end());
        all.append(value, name.line(0), name.column(0));
        from = reference.end();
      }
    }
    if (from == 0) {
      return word;
    }
    all.append(word.content().sub(from, word.text().length()));
    return new Word(all.build(), word.known(), word.quoted());
  }
}
