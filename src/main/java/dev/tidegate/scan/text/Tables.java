package dev.tidegate.scan.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tables with a head: comma, semicolon or tabulator separated from the file's first line on, and
 * Markdown's with bars.
 */
public final class Tables {
  private static final Pattern RULE = Pattern.compile("[ \\t|:-]*-[ \\t|:-]*\\r?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w .-]{1,40}");
  private static final int LONGEST_HEAD = 2_000;
  private static final int MOST_CELLS = 200;

  private Tables() {}

  /** Called for each cell of a wanted column: its column's name, its text and where that begins. */
  public interface Cells {
    void cell(String name, String value, int start);
  }

  private record Cell(String text, int start) {}

  /**
   * Reads the table whose head stands around a place; answers up to where that line is known.
   *
   * @param wanted the names of columns whose cells are told
   */
  public static int read(String text, int at, Predicate<String> wanted, Cells cells) {
    int start = at;
    while (start > 0 && at - start <= LONGEST_HEAD && text.charAt(start - 1) != '\n') {
      start--;
    }
    int end = at;
    while (end < text.length() && end - start <= LONGEST_HEAD && text.charAt(end) != '\n') {
      end++;
    }
    if (end - start > LONGEST_HEAD || end >= text.length()) {
      return end;
    }
    String head = text.substring(start, end);
    int next = lineEnd(text, end + 1);
    boolean ruled =
        head.indexOf('|') >= 0
            && next - end < LONGEST_HEAD
            && RULE.matcher(text.substring(end + 1, next)).matches();
    char separator = ruled ? '|' : separator(head);
    if (separator == 0 || (!ruled && !isFirst(text, start))) {
      return end;
    }
    List<Cell> names = row(text, start, end, separator);
    boolean plain = names.stream().allMatch(n -> ruled || NAME.matcher(n.text()).matches());
    if (names.size() > 1 && plain) {
      List<String> columns = new ArrayList<>();
      for (Cell name : names) {
        String column = name.text().replaceAll("[`* ]+", "_");
        columns.add(wanted.test(column) ? column : "");
      }
      rows(text, ruled ? next + 1 : end + 1, separator, columns, cells);
    }
    return end;
  }

  private static void rows(
      String text, int from, char separator, List<String> columns, Cells cells) {
    int start = from;
    while (start < text.length()) {
      int end = lineEnd(text, start);
      List<Cell> row = end - start > 20_000 ? List.of() : row(text, start, end, separator);
      if (row.size() != columns.size()) {
        return;
      }
      for (int i = 0; i < row.size(); i++) {
        if (!columns.get(i).isEmpty()) {
          cells.cell(columns.get(i), row.get(i).text(), row.get(i).start());
        }
      }
      start = end + 1;
    }
  }

  private static char separator(String head) {
    for (char c : new char[] {'\t', ';', ','}) {
      if (head.indexOf(c) >= 0) {
        return c;
      }
    }
    return 0;
  }

  /** True where nothing but comments and empty lines stands before. */
  private static boolean isFirst(String text, int start) {
    return start < LONGEST_HEAD
        && text.substring(0, start).lines().allMatch(l -> l.isBlank() || l.startsWith("#"));
  }

  /** The cells of a line without quotes, backticks and the blanks around them. */
  private static List<Cell> row(String text, int start, int end, char separator) {
    List<Cell> cells = new ArrayList<>();
    int from = start;
    boolean quoted = false;
    for (int i = start; i <= end && cells.size() < MOST_CELLS; i++) {
      boolean last = i == end;
      char c = last ? separator : text.charAt(i);
      quoted ^= c == '"' && separator != '|';
      if (last || (c == separator && !quoted)) {
        boolean edge = separator == '|' && (from == start || last);
        Cell cell = trimmed(text, from, i);
        if (!edge || !cell.text().isEmpty()) {
          cells.add(cell);
        }
        from = i + 1;
      }
    }
    return cells;
  }

  private static Cell trimmed(String text, int start, int end) {
    int from = start;
    int to = end;
    while (from < to && isEdge(text.charAt(from))) {
      from++;
    }
    while (to > from && isEdge(text.charAt(to - 1))) {
      to--;
    }
    return new Cell(text.substring(from, to), from);
  }

  private static boolean isEdge(char c) {
    return c <= ' ' || c == '"' || c == '`' || c == '\'';
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', Math.min(from, text.length()));
    return end < 0 ? text.length() : end;
  }
}
