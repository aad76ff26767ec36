package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads words at the parser's cursor: quoting, expansion, splitting. */
final class ShellWords {
  private static final char WORD_END = '\0';
  private final ShellParser parser;
  private final Cursor in;

  ShellWords(ShellParser parser) {
    this.parser = parser;
    this.in = parser.in;
  }

  /** The word at the cursor; none or several where an unquoted variable splits. */
  List<Word> read() {
    Fields fields = fields(true);
    segments(fields, WORD_END);
    return fields.finish();
  }

  /** As {@link #read}, never split; perhaps empty. */
  Word value() {
    Fields fields = fields(false);
    segments(fields, WORD_END);
    return fields.one();
  }

  void skipAny() {
    int before = in.position();
    read();
    in.skip(in.position() == before ? 1 : 0);
  }

  /** The words up to a closing parenthesis. */
  List<Word> array() {
    List<Word> words = new ArrayList<>();
    while (!in.atEnd()) {
      in.skipBlanks();
      if (in.peek() == ')') {
        in.skip(1);
        break;
      }
      int before = in.position();
      words.addAll(read());
      in.skip(in.position() == before ? 1 : 0);
    }
    return words;
  }

  void assignment() {
    String name = in.assignedName();
    in.skipPast('=');
    String bare = name.replaceAll("[+\\[].*", "");
    boolean array = in.peek() == '(';
    in.skip(array ? 1 : 0);
    if (name.equals(bare + "+")) {
      parser.session.scope.append(bare, array ? array() : List.of(value()));
    } else if (array) {
      parser.session.scope.assignArray(bare, array());
    } else {
      Word value = value();
      if (name.equals(bare)) {
        parser.session.scope.assign(bare, value);
      } else {
        parser.session.scope.assign(bare, new Word(value.content(), false, false));
      }
    }
  }

  /** At the second parenthesis of {@code ((}: passes what it holds, unless it is no arithmetic. */
  boolean arithmetic() {
    String text = in.source.text();
    int depth = 0;
    int start = in.position() + 1;
    for (int i = start; i < Math.min(text.length(), start + 5_000); i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')' && depth > 0) {
        depth--;
      } else if (c == ')') {
        if (i + 1 >= text.length() || text.charAt(i + 1) != ')') {
          return false;
        }
        in.moveTo(i + 2);
        parser.substitutions(in.source.sub(start, i));
        return true;
      }
    }
    return false;
  }

  /** Reads only what would be run inside text such as a here-document. */
  void substitutionsOnly() {
    while (!in.atEnd()) {
      Fields fields = fields(false);
      switch (in.peek()) {
        case '\\' -> in.skip(2);
        case '$' -> dollar(fields, true);
        case '`' -> backquote(fields, false);
        default -> in.skip(1);
      }
    }
  }

  private Fields fields(boolean splitting) {
    return new Fields(in.line(), in.column(), splitting);
  }

  private void segments(Fields fields, char closing) {
    while (!in.atEnd()) {
      char c = in.peek();
      if (closing == WORD_END && Cursor.isMeta(c)) {
        if ((c != '<' && c != '>') || in.peek(1) != '(') {
          return;
        }
        int start = in.position();
        in.skip(2);
        Stage before = parser.last;
        parser.nested(ShellParser.End.PAREN);
        parser.substituted.addAll(parser.printedSince(before));
        fields.unknown(in.source.sub(start, in.position()));
        continue;
      }
      if (c == closing) {
        return;
      }
      switch (c) {
        case '\\' -> escape(fields);
        case '\'' -> singleQuoted(fields);
        case '"' -> doubleQuoted(fields);
        case '$' -> dollar(fields, false);
        case '`' -> backquote(fields, false);
        default -> {
          fields.bare(c, in.line(), in.column());
          in.skip(1);
        }
      }
    }
  }

  private void escape(Fields fields) {
    in.skip(1);
    if (in.peek() == '\r' && in.peek(1) == '\n') {
      in.skip(2);
    } else if (in.peek() == '\n') {
      in.skip(1);
    } else if (!in.atEnd()) {
      fields.quoted(in.peek(), in.line(), in.column());
      in.skip(1);
    }
  }

  private void singleQuoted(Fields fields) {
    in.skip(1);
    fields.quote(in.line(), in.column());
    while (!in.atEnd() && in.peek() != '\'') {
      fields.quoted(in.peek(), in.line(), in.column());
      in.skip(1);
    }
    in.skip(1);
  }

  private void doubleQuoted(Fields fields) {
    in.skip(1);
    fields.quote(in.line(), in.column());
    while (!in.atEnd() && in.peek() != '"') {
      char c = in.peek();
      char next = in.peek(1);
      if (c == '\\' && next == '\n') {
        in.skip(2);
      } else if (c == '$') {
        dollar(fields, true);
      } else if (c == '`') {
        backquote(fields, true);
      } else {
        if (c == '\\' && (next == '$' || next == '`' || next == '"' || next == '\\')) {
          in.skip(1);
        }
        fields.quoted(in.peek(), in.line(), in.column());
        in.skip(1);
      }
    }
    in.skip(1);
  }

  private void dollar(Fields fields, boolean quoted) {
    int start = in.position();
    int line = in.line();
    int column = in.column();
    char next = in.peek(1);
    if (next == '\'' && !quoted) {
      in.skip(2);
      fields.quote(in.line(), in.column());
      fields.ansi(in);
    } else if (next == '"' && !quoted) {
      in.skip(1);
      doubleQuoted(fields);
    } else if (next == '(') {
      in.skip(2);
      if (in.peek() == '(' && arithmetic()) {
        fields.unknown(in.source.sub(start, in.position()));
        return;
      }
      in.moveTo(start + 2);
      int mark = parser.session.size();
      Stage before = parser.last;
      parser.nested(ShellParser.End.PAREN);
      List<PlacedText> printed = parser.printedSince(before);
      substituted(fields, mark, start, quoted, line, column, printed);
    } else if (next == '{') {
      in.skip(2);
      parameter(fields, start, quoted, line, column);
    } else if (Character.isLetter(next) || next == '_') {
      in.skip(1);
      String name = name();
      expand(fields, name, start, quoted, line, column);
    } else if (next != '\0' && (Character.isDigit(next) || "@*#?$!-".indexOf(next) >= 0)) {
      in.skip(2);
      fields.unknown(in.source.sub(start, in.position()));
    } else {
      fields.bare('$', line, column);
      in.skip(1);
    }
  }

  private String name() {
    int start = in.position();
    while (Character.isLetterOrDigit(in.peek()) || in.peek() == '_') {
      in.skip(1);
    }
    return in.source.text().substring(start, in.position());
  }

  private void parameter(Fields fields, int start, boolean quoted, int line, int column) {
    boolean indirect = in.peek() == '#' || in.peek() == '!';
    in.skip(indirect ? 1 : 0);
    String name = name();
    if (in.peek() == '[') {
      boolean whole = (in.peek(1) == '@' || in.peek(1) == '*') && in.peek(2) == ']';
      indirect |= !whole;
      in.skipPast(']');
    }
    char operator = in.peek() == ':' ? in.peek(1) : in.peek();
    boolean substitutes = "-=+?".indexOf(operator) >= 0 && operator != '\0';
    in.skip(substitutes ? (in.peek() == ':' ? 2 : 1) : 0);
    Fields other = fields(false);
    parser.deeper(() -> segments(other, '}'));
    Word replacement = other.one();
    boolean closed = in.peek() == '}';
    in.skip(1);
    if (indirect || name.isEmpty() || !closed) {
      fields.unknown(in.source.sub(start, in.position()));
    } else if (substitutes) {
      boolean set = parser.session.scope.variable(name).isPresent();
      boolean takes = operator == '+' ? set : !set && operator != '?';
      if (takes && replacement.known()) {
        fields.expanded(replacement.text(), quoted, line, column);
      } else {
        expand(fields, name, start, quoted, line, column);
      }
    } else if (replacement.content().length() == 0) {
      expand(fields, name, start, quoted, line, column);
    } else {
      fields.unknown(in.source.sub(start, in.position()));
    }
  }

  private void expand(Fields fields, String name, int start, boolean quoted, int line, int column) {
    Optional<List<Word>> array = parser.session.scope.array(name);
    Optional<String> value = parser.session.scope.variable(name);
    if (array.isPresent()) {
      fields.words(array.get());
    } else if (value.isPresent()) {
      fields.expanded(value.get(), quoted, line, column);
    } else {
      fields.unknown(in.source.sub(start, in.position()));
    }
  }

  private void backquote(Fields fields, boolean quoted) {
    int start = in.position();
    int line = in.line();
    int column = in.column();
    in.skip(1);
    PlacedText.Builder inner = new PlacedText.Builder(in.line(), in.column());
    while (!in.atEnd() && in.peek() != '`') {
      char next = in.peek(1);
      if (in.peek() == '\\'
          && (next == '`' || next == '\\' || next == '$' || (quoted && next == '"'))) {
        in.skip(1);
      }
      inner.append(in.peek(), in.line(), in.column());
      in.skip(1);
    }
    in.skip(1);
    int mark = parser.session.size();
    parser.session.run(inner.build(), parser.depth + 1);
    substituted(fields, mark, start, quoted, line, column, List.of());
  }

  /** Takes a substitution's output where it is plain, as of {@code $(which kubectl)}. */
  private void substituted(
      Fields fields,
      int mark,
      int start,
      boolean quoted,
      int line,
      int column,
      List<PlacedText> printed) {
    List<Command> inner = parser.session.since(mark);
    Optional<String> output =
        inner.size() == 1 ? Unwrapped.output(inner.getFirst()) : Optional.empty();
    if (output.isPresent()) {
      fields.expanded(output.get(), quoted, line, column);
    } else if (!printed.isEmpty()) {
      printed.forEach(text -> fields.printed(text, quoted));
    } else {
      fields.unknown(in.source.sub(start, in.position()));
    }
  }
}
