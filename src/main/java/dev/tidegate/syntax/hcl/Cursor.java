package dev.tidegate.syntax.hcl;

import java.util.Optional;

/** A place in a text that only moves forward, with its line and column and the budgets. */
final class Cursor {
  private final String text;
  private final int fixedLine;
  private final int fixedColumn;
  private final StringBuilder comments = new StringBuilder();
  private int commentLine = 1;
  private int at;
  private int line = 1;
  private int lineStart;
  private int pairs;
  private int depth;
  private int nodes;

  Cursor(String text) {
    this(text, 0, 0);
  }

  /** A text that stands at one place of another file, whatever is inside. */
  Cursor(String text, int fixedLine, int fixedColumn) {
    this.text = text;
    this.fixedLine = fixedLine;
    this.fixedColumn = fixedColumn;
  }

  /** The character here, or -1 at the end. */
  int peek() {
    return peek(0);
  }

  int peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : -1;
  }

  boolean looking(String word) {
    return text.startsWith(word, at);
  }

  int line() {
    return fixedLine > 0 ? fixedLine : line;
  }

  int column() {
    return fixedLine > 0 ? fixedColumn : at - lineStart - pairs + 1;
  }

  /** Takes one character. */
  char next() {
    char c = text.charAt(at++);
    if (c == '\n') {
      line++;
      lineStart = at;
      pairs = 0;
    } else if (Character.isLowSurrogate(c)) {
      pairs++;
    }
    return c;
  }

  void skip(int characters) {
    for (int i = 0; i < characters; i++) {
      next();
    }
  }

  boolean take(String word) {
    if (!looking(word)) {
      return false;
    }
    skip(word.length());
    return true;
  }

  void expect(char c, String what) {
    if (peek() != c) {
      throw refuse(what);
    }
    next();
  }

  /** The rest of this line, without moving. */
  String restOfLine() {
    int end = text.indexOf('\n', at);
    return text.substring(at, end < 0 ? text.length() : end);
  }

  /** Passes over white space and comments, and over line breaks where they mean nothing. */
  void blanks(boolean lines) {
    for (int c = peek(); c >= 0; c = peek()) {
      if (c == ' ' || c == '\t' || (c == '\r' && peek(1) == '\n') || (c == '\n' && lines)) {
        next();
      } else if (c == '#' || looking("//")) {
        comment(restOfLine().length());
      } else if (looking("/*")) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw refuse("the comment that begins here does not end");
        }
        comment(end + 2 - at);
      } else {
        return;
      }
    }
  }

  private void comment(int length) {
    for (; commentLine < line; commentLine++) {
      comments.append('\n');
    }
    comments.append(text, at, at + length);
    skip(length);
    commentLine = line;
  }

  String comments() {
    return comments.toString();
  }

  boolean startsName() {
    return startsName(0);
  }

  boolean startsName(int ahead) {
    int c = at + ahead < text.length() ? text.codePointAt(at + ahead) : -1;
    return c >= 0 && (Character.isUnicodeIdentifierStart(c) || c == '_');
  }

  /** A name, which may hold dashes; empty text where none stands here. */
  String name() {
    int from = at;
    boolean more = startsName();
    while (more) {
      skip(Character.charCount(text.codePointAt(at)));
      int c = at < text.length() ? text.codePointAt(at) : -1;
      more =
          c == '-' || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
    }
    return text.substring(from, at);
  }

  void enter() {
    if (++depth > Hcl.MAX_DEPTH) {
      throw refuse("nested deeper than " + Hcl.MAX_DEPTH + " levels");
    }
    if (++nodes > Hcl.MAX_NODES) {
      throw refuse("more than " + Hcl.MAX_NODES + " values: split the file");
    }
  }

  void leave() {
    depth--;
  }

  Refused refuse(String what) {
    return refuse(what, line(), column());
  }

  static Refused refuse(String what, int line, int column) {
    return new Refused(new Hcl.Problem(what, line, column));
  }

  /** Runs a parser; the problem that stopped it, if any. */
  Optional<Hcl.Problem> attempt(Runnable parser) {
    try {
      parser.run();
      return Optional.empty();
    } catch (Refused refused) {
      return Optional.of(refused.problem);
    }
  }

  /** Carries a problem out of the recursion; never leaves this room. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Hcl.Problem problem;

    private Refused(Hcl.Problem problem) {
      super(problem.what(), null, false, false);
      this.problem = problem;
    }
  }
}
