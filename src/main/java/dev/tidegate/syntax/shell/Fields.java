package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;

/** Collects the characters of a word, and the words it splits into. */
final class Fields {
  private static final int MAX_LENGTH = 1 << 20;
  private final boolean splitting;
  private final List<Word> done = new ArrayList<>();
  private PlacedText.Builder current;
  private boolean known = true;
  private boolean quoted;
  private boolean brace;
  private int total;

  Fields(int line, int column, boolean splitting) {
    this.current = new PlacedText.Builder(line, column);
    this.splitting = splitting;
  }

  void bare(char c, int line, int column) {
    brace |= c == '{';
    if (c == ',' && brace) {
      known = false;
    }
    add(c, line, column);
  }

  void quoted(char c, int line, int column) {
    quoted = true;
    add(c, line, column);
  }

  /** A quote opens; what follows is a word even if empty. */
  void quote(int line, int column) {
    if (current.length() == 0 && !quoted) {
      current = new PlacedText.Builder(line, column);
    }
    quoted = true;
  }

  private void add(char c, int line, int column) {
    if (++total > MAX_LENGTH) {
      known = false;
    } else {
      current.append(c, line, column);
    }
  }

  void unknown(PlacedText written) {
    known = false;
    for (int i = 0; i < written.length(); i++) {
      add(written.text().charAt(i), written.line(i), written.column(i));
    }
  }

  /** A value that came from elsewhere; unquoted it splits at white space. */
  void expanded(String value, boolean inQuotes, int line, int column) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (splitting && !inQuotes && Character.isWhitespace(c)) {
        split(line, column);
      } else {
        add(c, line, column);
      }
    }
  }

  /** What a substitution prints; unquoted it splits at white space. */
  void printed(PlacedText text, boolean inQuotes) {
    int end = text.text().stripTrailing().length();
    for (int i = 0; i < end; i++) {
      char c = text.text().charAt(i);
      known &= c != '$' && c != '`';
      if (splitting && !inQuotes && Character.isWhitespace(c)) {
        boolean whole = known;
        split(text.line(i), text.column(i));
        known = whole;
      } else {
        add(c, text.line(i), text.column(i));
      }
    }
  }

  /** An array's elements, each a word of its own. */
  void words(List<Word> elements) {
    for (int i = 0; i < elements.size(); i++) {
      Word element = elements.get(i);
      if (i > 0 && splitting) {
        split(element.line(), element.column());
      }
      known &= element.known();
      for (int k = 0; k < element.content().length(); k++) {
        add(element.text().charAt(k), element.content().line(k), element.content().column(k));
      }
    }
  }

  private void split(int line, int column) {
    if (current.length() > 0 || quoted) {
      done.add(one());
    }
    current = new PlacedText.Builder(line, column);
    known = true;
    quoted = false;
    brace = false;
  }

  Word one() {
    return new Word(current.build(), known, quoted);
  }

  List<Word> finish() {
    if (current.length() > 0 || quoted) {
      done.add(one());
    }
    return done;
  }

  /** Decodes {@code $'...'} from behind the opening quote to behind the closing one. */
  void ansi(Cursor in) {
    while (!in.atEnd() && in.peek() != '\'') {
      int line = in.line();
      int column = in.column();
      if (in.peek() != '\\') {
        quoted(in.peek(), line, column);
        in.skip(1);
        continue;
      }
      char code = in.peek(1);
      in.skip(2);
      switch (code) {
        case 'n' -> quoted('\n', line, column);
        case 't' -> quoted('\t', line, column);
        case 'r' -> quoted('\r', line, column);
        case 'e', 'E' -> quoted('\u001B', line, column);
        case 'x' -> number(in, 16, 2, line, column);
        case 'u' -> number(in, 16, 4, line, column);
        case 'U' -> number(in, 16, 8, line, column);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          in.moveTo(in.position() - 1);
          number(in, 8, 3, line, column);
        }
        case '\0' -> {}
        default -> quoted(code, line, column);
      }
    }
    in.skip(1);
  }

  private void number(Cursor in, int radix, int digits, int line, int column) {
    long value = 0;
    for (int i = 0; i < digits && Character.digit(in.peek(), radix) >= 0; i++) {
      value = value * radix + Character.digit(in.peek(), radix);
      in.skip(1);
    }
    if (Character.isValidCodePoint((int) Math.min(value, Integer.MAX_VALUE))) {
      for (char c : Character.toChars((int) value)) {
        quoted(c, line, column);
      }
    }
  }
}
