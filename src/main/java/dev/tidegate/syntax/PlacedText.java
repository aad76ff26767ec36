package dev.tidegate.syntax;

import java.util.Arrays;

/**
 * Text of which every character knows where it stands in the file, however often it was unquoted on
 * its way here. Lines and columns from 1.
 */
public final class PlacedText {
  private final String text;
  private final int[] lines;
  private final int[] columns;

  private PlacedText(String text, int[] lines, int[] columns) {
    this.text = text;
    this.lines = lines;
    this.columns = columns;
  }

  /** A file's whole text. */
  public static PlacedText of(String text) {
    return at(text, 1, 1);
  }

  /** Text that stands in the file as it is, its first character at this place. */
  public static PlacedText at(String text, int line, int column) {
    Builder builder = new Builder(line, column);
    int l = line;
    int c = column;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      builder.append(ch, l, c);
      if (ch == '\n') {
        l++;
        c = 1;
      } else {
        c++;
      }
    }
    return builder.build(l, c);
  }

  public String text() {
    return text;
  }

  public int length() {
    return text.length();
  }

  /** Line of the character at this offset; at the length, of what follows the text. */
  public int line(int offset) {
    return lines[offset];
  }

  /** Column of the character at this offset; at the length, of what follows the text. */
  public int column(int offset) {
    return columns[offset];
  }

  public PlacedText sub(int from, int to) {
    return new PlacedText(
        text.substring(from, to),
        Arrays.copyOfRange(lines, from, to + 1),
        Arrays.copyOfRange(columns, from, to + 1));
  }

  @Override
  public String toString() {
    return text;
  }

  /** Puts placed text together. Not thread-safe. */
  public static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private int[] lines = new int[16];
    private int[] columns = new int[16];

    /** Where an empty text would stand. */
    public Builder(int line, int column) {
      lines[0] = line;
      columns[0] = column;
    }

    public void append(char c, int line, int column) {
      int n = text.length();
      if (n + 2 > lines.length) {
        lines = Arrays.copyOf(lines, lines.length * 2);
        columns = Arrays.copyOf(columns, columns.length * 2);
      }
      lines[n] = line;
      columns[n] = column;
      text.append(c);
      lines[n + 1] = line;
      columns[n + 1] = column + 1;
    }

    public void append(PlacedText more) {
      for (int i = 0; i < more.length(); i++) {
        append(more.text.charAt(i), more.lines[i], more.columns[i]);
      }
    }

    /** Appends text that stands at one place, such as a variable's value. */
    public void append(String more, int line, int column) {
      for (int i = 0; i < more.length(); i++) {
        append(more.charAt(i), line, column);
      }
    }

    public int length() {
      return text.length();
    }

    public PlacedText build() {
      return build(lines[text.length()], columns[text.length()]);
    }

    private PlacedText build(int endLine, int endColumn) {
      int n = text.length();
      int[] l = Arrays.copyOf(lines, n + 1);
      int[] c = Arrays.copyOf(columns, n + 1);
      l[n] = endLine;
      c[n] = endColumn;
      return new PlacedText(text.toString(), l, c);
    }
  }
}
