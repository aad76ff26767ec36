package dev.tidegate.syntax.hcl;

import dev.tidegate.syntax.hcl.HclBody.Attribute;
import dev.tidegate.syntax.hcl.HclBody.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Attributes and blocks. One file per instance. */
final class BodyParser {
  private final Cursor in;
  private final ValueParser values;
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  BodyParser(Cursor in) {
    this.in = in;
    this.values = new ValueParser(in);
  }

  /** What stands whole so far. */
  HclBody read() {
    return new HclBody(attributes, blocks);
  }

  void file() {
    Set<String> names = new HashSet<>();
    for (in.blanks(true); in.peek() >= 0; in.blanks(true)) {
      item(attributes, blocks, names);
    }
  }

  private void item(List<Attribute> attributes, List<Block> blocks, Set<String> names) {
    int line = in.line();
    int column = in.column();
    String name = in.name();
    if (name.isEmpty()) {
      throw in.refuse("an argument or a block is expected here");
    }
    in.blanks(false);
    if (in.peek() == '=' && in.peek(1) != '=') {
      in.next();
      in.blanks(false);
      if (!names.add(name)) {
        throw Cursor.refuse("the argument is given twice", line, column);
      }
      attributes.add(new Attribute(name, values.value(false), line, column));
    } else {
      List<String> labels = labels();
      in.expect('{', "'=' or a block's '{' is expected after the name");
      in.enter();
      blocks.add(new Block(name, labels, body(line, column), line, column));
      in.leave();
    }
    in.blanks(false);
    if (in.peek() >= 0 && in.peek() != '\n' && in.peek() != '}') {
      throw in.refuse("a new line is expected here");
    }
  }

  private List<String> labels() {
    List<String> labels = new ArrayList<>();
    while (in.peek() == '"' || in.startsName()) {
      if (in.peek() == '"') {
        HclValue label = new TemplateParser(values).quoted();
        labels.add(
            label
                .constant()
                .orElseThrow(
                    () -> Cursor.refuse("a label is computed", label.line(), label.column())));
      } else {
        labels.add(in.name());
      }
      in.blanks(false);
    }
    return labels;
  }

  private HclBody body(int line, int column) {
    List<Attribute> attributes = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (in.blanks(true); in.peek() != '}'; in.blanks(true)) {
      if (in.peek() < 0) {
        throw Cursor.refuse("the block that begins here does not end", line, column);
      }
      item(attributes, blocks, names);
    }
    in.next();
    return new HclBody(attributes, blocks);
  }
}
