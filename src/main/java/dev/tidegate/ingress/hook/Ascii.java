package dev.tidegate.ingress.hook;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** Text for a terminal on the other side of git: printable ASCII in lines of bounded width. */
final class Ascii {
  private final StringBuilder out = new StringBuilder();
  private final String prefix;
  private final int width;
  private final UnaryOperator<String> redactor;

  /**
   * @param prefix before every line, counted in the width
   * @param redactor over every text before it is cut into lines
   */
  Ascii(String prefix, int width, UnaryOperator<String> redactor) {
    this.prefix = prefix;
    this.width = width - prefix.length();
    this.redactor = redactor;
  }

  /** Characters beyond ASCII, and what moves a terminal's cursor, in a form that shows them. */
  static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\u2026' -> plain.append("...");
            case '\u2018', '\u2019' -> plain.append('\'');
            case '\u201c', '\u201d' -> plain.append('"');
            case '\u2013', '\u2014' -> plain.append('-');
            case '\u00a0', '\t', '\n', '\r' -> plain.append(' ');
            default -> {
              if (c >= ' ' && c <= '~') {
                plain.append((char) c);
              } else {
                plain.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
              }
            }
          }
        });
    return plain.toString();
  }

  /** One line, whole where it fits; else broken at spaces, then anywhere, and indented further. */
  Ascii line(int indent, String text) {
    return lines(indent, text, Integer.MAX_VALUE);
  }

  /** As above, cut off after some lines. */
  Ascii lines(int indent, String text, int most) {
    String rest = of(redactor.apply(text)).strip();
    String space = " ".repeat(indent);
    int n = 0;
    while (!rest.isEmpty()) {
      String lead = n == 0 ? space : space + "  ";
      int room = width - lead.length();
      int cut = rest.length() <= room ? rest.length() : rest.lastIndexOf(' ', room);
      cut = cut <= 0 ? room : cut;
      String part = rest.substring(0, cut).stripTrailing();
      rest = rest.substring(cut).stripLeading();
      n++;
      if (n == most && !rest.isEmpty()) {
        part = part.substring(0, Math.min(part.length(), room - 4)) + " ...";
        rest = "";
      }
      raw(lead + part);
    }
    return this;
  }

  /** A command to copy: continued by a backslash where it is too long. */
  Ascii command(int indent, String command) {
    String rest = of(redactor.apply(command)).strip();
    String lead = " ".repeat(indent);
    while (lead.length() + rest.length() > width && rest.indexOf(' ') > 0) {
      int cut = rest.lastIndexOf(' ', width - lead.length() - 2);
      if (cut <= 0) {
        break;
      }
      raw(lead + rest.substring(0, cut) + " \\");
      rest = rest.substring(cut + 1);
      lead = " ".repeat(indent + 2);
    }
    while (lead.length() + rest.length() > width) {
      int room = width - lead.length() - 1;
      raw(lead + rest.substring(0, room) + "\\");
      rest = rest.substring(room);
      lead = "";
    }
    return raw(lead + rest);
  }

  /** An empty line, never two in a row. */
  Ascii blank() {
    String empty = prefix.stripTrailing() + "\n";
    return out.toString().endsWith("\n" + empty) ? this : raw("");
  }

  private Ascii raw(String line) {
    out.append((prefix + line).stripTrailing()).append('\n');
    return this;
  }

  int room() {
    return width;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
