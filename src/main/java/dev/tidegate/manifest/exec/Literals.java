package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.List;

/** String literals of C-like, Python-like and HCL text; comments are passed over. */
final class Literals {
  private final String text;
  private final PlacedText placed;
  private final boolean hashComments;
  private final List<Literal> found = new ArrayList<>();
  private int at;

  private Literals(PlacedText placed, boolean hashComments) {
    this.text = placed.text();
    this.placed = placed;
    this.hashComments = hashComments;
  }

  /**
   * A literal without its quotes; escapes are decoded.
   *
   * @param start offset of the opening quote
   * @param end offset behind the closing one
   */
  record Literal(PlacedText content, int start, int end) {
    Word word() {
      return new Word(content, !content.text().contains("${"), true);
    }
  }

  static List<Literal> in(PlacedText text, boolean hashComments) {
    Literals reader = new Literals(text, hashComments);
    reader.read();
    return reader.found;
  }

  private void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if ((c == '#' && hashComments) || text.startsWith("//", at)) {
        skipTo("\n", 0);
      } else if (text.startsWith("/*", at)) {
        skipTo("*/", 2);
      } else if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
        literal(text.substring(at, at + 3));
      } else if (c == '"' || c == '\'' || c == '`') {
        literal(String.valueOf(c));
      } else if (text.startsWith("<<", at)) {
        heredoc();
      } else {
        at++;
      }
    }
  }

  private void skipTo(String end, int more) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found + more;
  }

  private void literal(String quote) {
    int start = at;
    at += quote.length();
    PlacedText.Builder content = new PlacedText.Builder(placed.line(at), placed.column(at));
    boolean multiline = quote.length() == 3 || quote.equals("`");
    while (at < text.length() && !text.startsWith(quote, at)) {
      char c = text.charAt(at);
      if (c == '\n' && !multiline) {
        return;
      }
      int from = at;
      if (c == '\\' && at + 1 < text.length() && !quote.equals("`")) {
        at++;
        c =
            switch (text.charAt(at)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> text.charAt(at);
            };
      }
      content.append(c, placed.line(from), placed.column(from));
      at++;
    }
    at = Math.min(at + quote.length(), text.length());
    found.add(new Literal(content.build(), start, at));
  }

  private void heredoc() {
    int start = at;
    int lineEnd = text.indexOf('\n', at);
    String head = lineEnd < 0 ? "" : text.substring(at, lineEnd).strip();
    if (!head.matches("<<[-~]?\\w+")) {
      at += 2;
      return;
    }
    String delimiter = head.replaceAll("^<<[-~]?", "");
    int body = lineEnd + 1;
    int line = body;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      end = end < 0 ? text.length() : end;
      if (text.substring(line, end).strip().equals(delimiter)) {
        break;
      }
      line = Math.min(end + 1, text.length());
    }
    found.add(new Literal(placed.sub(body, line), start, line));
    skipFrom(line);
  }

  private void skipFrom(int line) {
    int end = text.indexOf('\n', line);
    at = end < 0 ? text.length() : end;
  }
}
