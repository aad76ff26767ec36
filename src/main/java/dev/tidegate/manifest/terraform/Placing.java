package dev.tidegate.manifest.terraform;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.hcl.HclValue.Text;

/**
 * Gives each character of a text its place: a heredoc's lines are the file's, a text in quotes
 * stands in one line whatever it holds.
 */
final class Placing {
  private Placing() {}

  static PlacedText whole(Text t) {
    return t.heredoc()
        ? placed(t.text(), t.line() + 1, 1 + t.indent(), t.indent())
        : placed(t.text(), t.line(), t.column() + 1, t.indent());
  }

  /** A constant part of a text with this indentation. */
  static PlacedText part(Text t, int indent) {
    return placed(t.text(), t.line(), t.column(), indent);
  }

  private static PlacedText placed(String text, int line, int column, int indent) {
    PlacedText.Builder out = new PlacedText.Builder(line, column);
    int l = line;
    int c = column;
    for (int i = 0; i < text.length(); i++) {
      out.append(text.charAt(i), l, c++);
      if (text.charAt(i) == '\n' && indent >= 0) {
        l++;
        c = 1 + indent;
      }
    }
    return out.build();
  }
}
