package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclValue.Template;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.ArrayList;
import java.util.List;

/** Texts: in quotes, as heredocs, as a whole file. One text per instance. */
final class TemplateParser {
  private final ValueParser values;
  private final Cursor in;
  private final int line;
  private final int column;
  private final List<HclValue> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int textLine;
  private int textColumn;

  TemplateParser(ValueParser values) {
    this.values = values;
    this.in = values.cursor();
    this.line = in.line();
    this.column = in.column();
  }

  HclValue quoted() {
    in.next();
    while (in.peek() != '"') {
      if (in.peek() < 0 || in.peek() == '\n') {
        throw Cursor.refuse("the text that begins here is not closed in its line", line, column);
      }
      if (in.peek() == '\\') {
        mark();
        Escapes.take(in, text);
      } else if (!sequence()) {
        plain();
      }
    }
    in.next();
    return made(Text.NO_HEREDOC);
  }

  HclValue whole() {
    while (in.peek() >= 0) {
      if (!sequence()) {
        plain();
      }
    }
    return made(Text.NO_HEREDOC);
  }

  HclValue heredoc() {
    if (!in.take("<<")) {
      throw in.refuse("a value is expected here");
    }
    boolean indented = in.take("-");
    String marker = in.name();
    while (in.peek() == ' ' || in.peek() == '\t' || in.peek() == '\r') {
      in.next();
    }
    if (marker.isEmpty() || in.peek() != '\n') {
      throw in.refuse("a marker and a new line are expected after '<<'");
    }
    in.next();
    while (!in.restOfLine().strip().equals(marker)) {
      boolean ended = false;
      while (!ended && in.peek() >= 0) {
        ended = in.peek() == '\n';
        if (!sequence()) {
          plain();
        }
      }
      if (!ended) {
        throw Cursor.refuse("the heredoc " + marker + " does not end", line, column);
      }
    }
    while (in.peek() == ' ' || in.peek() == '\t') {
      in.next();
    }
    in.skip(marker.length());
    return indented ? Indents.without(made(0)) : made(0);
  }

  private void mark() {
    if (text.isEmpty()) {
      textLine = in.line();
      textColumn = in.column();
    }
  }

  private void plain() {
    mark();
    text.append(in.next());
  }

  private HclValue made(int indent) {
    boolean constant = parts.stream().allMatch(p -> p instanceof Text || p instanceof Word);
    if (!constant) {
      flush();
      return new Template(parts, indent, line, column);
    }
    StringBuilder whole = new StringBuilder();
    for (HclValue part : parts) {
      whole.append(part instanceof Text t ? t.text() : part instanceof Word w ? w.text() : "");
    }
    return new Text(whole.append(text).toString(), indent, line, column);
  }

  private void flush() {
    if (!text.isEmpty()) {
      parts.add(new Text(text.toString(), textLine, textColumn));
      text.setLength(0);
    }
  }

  /** Takes an interpolation, a directive or its escape where one stands here. */
  private boolean sequence() {
    int c = in.peek();
    if (c != '$' && c != '%') {
      return false;
    }
    if (in.peek(1) == c && in.peek(2) == '{') {
      mark();
      text.append(in.next()).append('{');
      in.skip(2);
      return true;
    }
    if (in.peek(1) != '{') {
      return false;
    }
    int from = in.line();
    in.skip(2);
    in.take("~");
    flush();
    in.blanks(true);
    if (c == '$') {
      parts.add(values.value(true));
    } else {
      directive();
    }
    in.blanks(true);
    in.take("~");
    in.expect('}', "the '" + (char) c + "{' of line " + from + " is not closed");
    return true;
  }

  private void directive() {
    int at = in.line();
    int in0 = in.column();
    String word = in.name();
    in.blanks(true);
    switch (word) {
      case "if" -> parts.add(values.value(true));
      case "for" -> {
        in.name();
        in.blanks(true);
        if (in.take(",")) {
          in.blanks(true);
          in.name();
          in.blanks(true);
        }
        if (!in.take("in")) {
          throw in.refuse("'in' is expected in the '%{for}' of line " + at);
        }
        parts.add(values.value(true));
      }
      case "else", "endif", "endfor" -> parts.add(new HclValue.Expression(List.of(), at, in0));
      default -> throw Cursor.refuse("'%{' begins no directive: write '%%{'", at, in0);
    }
  }
}
