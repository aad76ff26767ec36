package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;

/** A place in shell text that moves on. Reads behind the end give NUL. */
final class Cursor {
  final PlacedText source;
  private final String text;
  private int at;

  Cursor(PlacedText source) {
    this.source = source;
    this.text = source.text();
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int i = at + ahead;
    return i < text.length() ? text.charAt(i) : '\0';
  }

  void skip(int n) {
    at = Math.min(at + n, text.length());
  }

  void moveTo(int position) {
    at = Math.min(position, text.length());
  }

  void skipPast(char c) {
    int found = text.indexOf(c, at);
    at = found < 0 ? text.length() : found + 1;
  }

  int line() {
    return source.line(at);
  }

  int column() {
    return source.column(at);
  }

  /** Skips spaces, tabs, continued lines and a comment, not the line's end. */
  void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (c == '\\' && peek(1) == '\n') {
        at += 2;
      } else if (c == '\\' && peek(1) == '\r' && peek(2) == '\n') {
        at += 3;
      } else if (c == '#' && (at == 0 || isBreak(text.charAt(at - 1)))) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        return;
      }
    }
  }

  private static boolean isBreak(char c) {
    return Character.isWhitespace(c) || ";&|()".indexOf(c) >= 0;
  }

  static boolean isMeta(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || ";&|()<>".indexOf(c) >= 0;
  }

  /** The word at the cursor where it is wholly bare (nothing quoted or expanded); else empty. */
  String bareWord() {
    int end = at;
    while (end < text.length() && !isMeta(text.charAt(end))) {
      char c = text.charAt(end);
      if (c == '\'' || c == '"' || c == '\\' || c == '`' || c == '$') {
        return "";
      }
      end++;
    }
    return text.substring(at, end);
  }

  /** True at {@code <}, {@code >}, {@code 2>} or {@code &>}. */
  boolean atRedirect() {
    int i = at;
    while (i < text.length() && Character.isDigit(text.charAt(i)) && i - at < 3) {
      i++;
    }
    char c = i < text.length() ? text.charAt(i) : '\0';
    char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
    if (c == '&') {
      return i == at && next == '>';
    }
    return c == '<' || c == '>';
  }

  /** At {@code )} after blanks: moves behind it. */
  boolean closesAtOnce() {
    int i = at;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    if (i < text.length() && text.charAt(i) == ')') {
      at = i + 1;
      return true;
    }
    return false;
  }

  /** True where this character stood before the one just skipped. */
  boolean follows(char c) {
    return at >= 2 && text.charAt(at - 2) == c;
  }

  /** The left side of an assignment at the cursor, with {@code +} or an index; else empty. */
  String assignedName() {
    int i = at;
    if (i >= text.length() || !(Character.isLetter(text.charAt(i)) || text.charAt(i) == '_')) {
      return "";
    }
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    if (i < text.length() && text.charAt(i) == '[') {
      int close = text.indexOf(']', i);
      if (close < 0 || close - i > 200) {
        return "";
      }
      i = close + 1;
    }
    if (i < text.length() && text.charAt(i) == '+') {
      i++;
    }
    return i < text.length() && text.charAt(i) == '=' ? text.substring(at, i) : "";
  }
}
