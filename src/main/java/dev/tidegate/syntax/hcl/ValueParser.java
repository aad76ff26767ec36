package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Choice;
import dev.tidegate.syntax.hcl.HclValue.Expression;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Word;
import java.util.ArrayList;
import java.util.List;

/** Expressions; operators are read and not ordered, because nothing is evaluated. */
final class ValueParser {
  private static final List<String> OPERATORS =
      List.of("&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%");

  private final Cursor in;
  private boolean lines;

  ValueParser(Cursor in) {
    this.in = in;
  }

  Cursor cursor() {
    return in;
  }

  /**
   * Reads a value.
   *
   * @param overLines true where line breaks mean nothing, as between parentheses
   */
  HclValue value(boolean overLines) {
    boolean before = lines;
    lines = overLines;
    in.enter();
    HclValue value = choice();
    in.leave();
    lines = before;
    return value;
  }

  private void blanks() {
    in.blanks(lines);
  }

  private HclValue choice() {
    blanks();
    int line = in.line();
    int column = in.column();
    HclValue first = operation(line, column);
    if (in.peek() != '?') {
      return first;
    }
    in.next();
    HclValue yes = value(lines);
    blanks();
    in.expect(':', "':' is expected between the two values of a condition");
    return new Choice(first, yes, value(lines), line, column);
  }

  private HclValue operation(int line, int column) {
    List<HclValue> operands = new ArrayList<>();
    boolean alone = true;
    do {
      while ((in.peek() == '!' && in.peek(1) != '=') || in.peek() == '-') {
        alone = false;
        in.next();
        blanks();
      }
      operands.add(term());
      blanks();
    } while (operator());
    return alone && operands.size() == 1
        ? operands.getFirst()
        : new Expression(operands, line, column);
  }

  private boolean operator() {
    for (String operator : OPERATORS) {
      if (in.looking(operator) && !in.looking("<<")) {
        in.skip(operator.length());
        blanks();
        return true;
      }
    }
    return false;
  }

  private HclValue term() {
    int line = in.line();
    int column = in.column();
    int c = in.peek();
    HclValue term =
        switch (c) {
          case '"' -> new TemplateParser(this).quoted();
          case '<' -> new TemplateParser(this).heredoc();
          case '[' -> new Collections(this).tuple();
          case '{' -> new Collections(this).table();
          case '(' -> {
            in.next();
            HclValue inside = value(true);
            in.blanks(true);
            in.expect(')', "the parenthesis of line " + line + " is not closed");
            yield inside;
          }
          default -> {
            if (c >= '0' && c <= '9') {
              yield number(line, column);
            }
            if (!in.startsName()) {
              throw in.refuse("a value is expected here");
            }
            yield named(line, column);
          }
        };
    return behind(term, line, column);
  }

  private HclValue number(int line, int column) {
    StringBuilder digits = new StringBuilder();
    while ((in.peek() >= '0' && in.peek() <= '9')
        || (in.peek() == '.' && in.peek(1) >= '0' && in.peek(1) <= '9')) {
      digits.append(in.next());
    }
    if (in.peek() == 'e' || in.peek() == 'E') {
      digits.append(in.next());
      while (in.peek() == '+' || in.peek() == '-' || (in.peek() >= '0' && in.peek() <= '9')) {
        digits.append(in.next());
      }
    }
    return new Word(digits.toString(), line, column);
  }

  private HclValue named(int line, int column) {
    StringBuilder name = new StringBuilder(in.name());
    while (in.looking("::") && in.startsName(2)) {
      in.skip(2);
      name.append("::").append(in.name());
    }
    String word = name.toString();
    blanks();
    if (in.peek() == '(') {
      return new Call(word, new Collections(this).arguments(), line, column);
    }
    return switch (word) {
      case "true", "false", "null" -> new Word(word, line, column);
      default -> new Reference(word, List.of(), line, column);
    };
  }

  /** Attributes and indexes behind a term. */
  private HclValue behind(HclValue term, int line, int column) {
    List<HclValue> inside = new ArrayList<>();
    StringBuilder names = new StringBuilder(term instanceof Reference r ? r.names() : "");
    boolean moved = false;
    for (blanks(); in.peek() == '[' || step(); blanks(), moved = true) {
      if (in.peek() == '[') {
        inside.add(index());
      } else {
        in.next();
        blanks();
        if (in.peek() == '*') {
          in.next();
        } else {
          String name = in.name();
          while (name.isEmpty() && in.peek() >= '0' && in.peek() <= '9') {
            in.next();
          }
          if (inside.isEmpty() && !name.isEmpty()) {
            names.append('.').append(name);
          }
        }
      }
    }
    if (term instanceof Reference) {
      return new Reference(names.toString(), inside, line, column);
    }
    if (moved) {
      inside.addFirst(term);
      return new Expression(inside, line, column);
    }
    return term;
  }

  private boolean step() {
    int ahead = 1;
    while (in.peek(ahead) == ' ' || in.peek(ahead) == '\t') {
      ahead++;
    }
    int next = in.peek(ahead);
    return in.peek() == '.'
        && (in.startsName(ahead) || next == '*' || (next >= '0' && next <= '9'));
  }

  private HclValue index() {
    int line = in.line();
    int column = in.column();
    in.next();
    in.blanks(true);
    HclValue index;
    if (in.peek() == '*') {
      in.next();
      index = new Text("*", line, column);
    } else {
      index = value(true);
    }
    in.blanks(true);
    in.expect(']', "the bracket of line " + line + " is not closed");
    return index;
  }
}
