package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.shell.Word;

/** Finds again where a YAML scalar's characters stand in the file. */
final class Places {
  private Places() {}

  static Word word(Scalar scalar, String[] lines) {
    return new Word(placed(scalar, lines), true, !scalar.plain());
  }

  /** Exact for literal blocks and for scalars written on one line; else the scalar's own place. */
  static PlacedText placed(Scalar scalar, String[] lines) {
    String text = scalar.text();
    if (scalar.multiline()) {
      return block(scalar, lines);
    }
    if (scalar.line() <= lines.length) {
      String line = lines[scalar.line() - 1];
      int from = Math.max(0, scalar.column() - 1);
      int at = line.indexOf(text, Math.min(from, line.length()));
      if (at >= 0 && at <= from + 1) {
        return PlacedText.at(text, scalar.line(), at + 1);
      }
    }
    PlacedText.Builder all = new PlacedText.Builder(scalar.line(), scalar.column());
    all.append(text, scalar.line(), scalar.column());
    return all.build();
  }

  private static PlacedText block(Scalar scalar, String[] lines) {
    PlacedText.Builder all = new PlacedText.Builder(scalar.line() + 1, 1);
    int number = scalar.line();
    for (String content : scalar.text().split("(?<=\n)", -1)) {
      number++;
      String bare = content.strip();
      String line = number <= lines.length ? lines[number - 1] : "";
      int lead = content.indexOf(bare);
      int column = Math.max(0, line.indexOf(bare) - Math.max(0, lead)) + 1;
      all.append(PlacedText.at(content, number, column));
    }
    return all.build();
  }
}
