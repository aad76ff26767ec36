package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclValue.Entry;
import dev.tidegate.syntax.hcl.HclValue.Expression;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Table;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import java.util.ArrayList;
import java.util.List;

/** What stands between brackets: lists, objects, {@code for} expressions, arguments. */
final class Collections {
  private final ValueParser values;
  private final Cursor in;
  private final int line;
  private final int column;

  /** At the opening bracket. */
  Collections(ValueParser values) {
    this.values = values;
    this.in = values.cursor();
    this.line = in.line();
    this.column = in.column();
  }

  HclValue tuple() {
    in.next();
    in.blanks(true);
    return loop() ? each(']') : new Tuple(list(']'), line, column);
  }

  List<HclValue> arguments() {
    in.next();
    return list(')');
  }

  private List<HclValue> list(char close) {
    List<HclValue> items = new ArrayList<>();
    for (in.blanks(true); in.peek() != close; in.blanks(true)) {
      items.add(values.value(true));
      in.blanks(true);
      if (close == ')' && in.take("...")) {
        in.blanks(true);
      }
      if (in.peek() != close) {
        in.expect(',', "a comma or '" + close + "' is expected in what begins in line " + line);
      }
    }
    in.next();
    return items;
  }

  HclValue table() {
    in.next();
    in.blanks(true);
    if (loop()) {
      return each('}');
    }
    List<Entry> entries = new ArrayList<>();
    for (; in.peek() != '}'; in.blanks(true)) {
      HclValue key = values.value(false);
      in.blanks(false);
      if (!in.take("=") && !in.take(":")) {
        throw in.refuse("'=' is expected in the object that begins in line " + line);
      }
      in.blanks(true);
      entries.add(new Entry(name(key), values.value(false)));
      in.blanks(false);
      if (in.peek() != '}' && in.peek() != '\n' && in.peek() != ',') {
        throw in.refuse("a new line or '}' is expected in the object of line " + line);
      }
      if (in.peek() == ',') {
        in.next();
      }
    }
    in.next();
    return new Table(entries, line, column);
  }

  private static HclValue name(HclValue key) {
    return switch (key) {
      case Reference r when r.parts().isEmpty() -> new Text(r.names(), r.line(), r.column());
      case HclValue.Word w -> new Text(w.text(), w.line(), w.column());
      default -> key;
    };
  }

  /** {@code for} and a name behind it; passed over if so. */
  private boolean loop() {
    if (!in.looking("for") || !" \t\r\n/#".contains(Character.toString(Math.max(in.peek(3), 0)))) {
      return false;
    }
    int ahead = 3;
    while (in.peek(ahead) == ' ' || in.peek(ahead) == '\t') {
      ahead++;
    }
    int c = in.peek(ahead);
    if (c == '=' || c == ':' || c == ',') {
      return false;
    }
    in.skip(3);
    return true;
  }

  private HclValue each(char close) {
    List<HclValue> parts = new ArrayList<>();
    in.blanks(true);
    in.name();
    in.blanks(true);
    if (in.take(",")) {
      in.blanks(true);
      in.name();
      in.blanks(true);
    }
    if (!in.take("in")) {
      throw in.refuse("'in' is expected in the 'for' of line " + line);
    }
    parts.add(values.value(true));
    in.blanks(true);
    in.expect(':', "':' is expected in the 'for' of line " + line);
    parts.add(values.value(true));
    in.blanks(true);
    if (in.take("=>")) {
      parts.add(values.value(true));
      in.blanks(true);
    }
    if (in.take("...")) {
      in.blanks(true);
    }
    if (in.take("if")) {
      parts.add(values.value(true));
      in.blanks(true);
    }
    in.expect(close, "the 'for' of line " + line + " is not closed");
    return new Expression(parts, line, column);
  }
}
