package dev.tidegate.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Puts text that nobody vouches for into Markdown so that it shows as what it is: no markup, no
 * mention, no link, no HTML, no fence to break out of, no character that hides or reorders others.
 */
public final class Markdown {
  private static final String SPECIAL = "\\`*_[]~|$!>";

  /** Renders as nothing, and keeps a mention or reference from being one. */
  private static final String SPLIT = "&#8203;";

  private static final Pattern EMOJI = Pattern.compile(":[a-z0-9_+-]{1,60}:");

  private Markdown() {}

  /**
   * Makes control, format, bidirectional and unpaired characters visible; keeps line feeds and
   * tabs.
   */
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(c -> {
          if (c == '\n' || c == '\t') {
            out.append((char) c);
          } else if (c < 0x20) {
            out.append((char) (0x2400 + c));
          } else if (hidden(c)) {
            out.append(String.format(Locale.ROOT, "<U+%04X>", c));
          } else {
            out.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c);
          }
        });
    return out.toString();
  }

  private static boolean hidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> (c >= 0xFE00 && c <= 0xFE0F) || c == 0x3164 || c == 0x115F || c == 0x1160;
    };
  }

  /** One line of plain text. */
  public static String text(String untrusted) {
    String line = printable(untrusted).replaceAll("\\s+", " ");
    StringBuilder out = new StringBuilder(line.length() + 16);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '&' -> out.append("&amp;");
        case '@' -> out.append('@').append(SPLIT);
        case '#' -> out.append("\\#").append(SPLIT);
        case ':' -> out.append(line.startsWith("://", i) || isEmoji(line, i) ? ":" + SPLIT : ":");
        // Before the dot: GitHub looks for "www." as it stands, entities after it included.
        case '.' -> out.append(domainLike(line, i) ? SPLIT + "." : ".");
        case '-' -> out.append(digitAfter(line, i) ? "-" + SPLIT : i == 0 ? "\\-" : "-");
        case '+', '=' -> out.append(i == 0 ? "\\" + c : String.valueOf(c));
        default -> {
          if (SPECIAL.indexOf(c) >= 0) {
            out.append('\\');
          }
          out.append(c);
        }
      }
    }
    return numbered(out.toString());
  }

  /** A dot that could make a link of {@code www.example}. */
  private static boolean domainLike(String line, int dot) {
    return dot >= 3 && line.regionMatches(true, dot - 3, "www", 0, 3);
  }

  /** {@code :smile:} would become a picture. */
  private static boolean isEmoji(String line, int colon) {
    return EMOJI.matcher(line).region(colon, line.length()).lookingAt();
  }

  /** {@code GH-12} would become a reference. */
  private static boolean digitAfter(String line, int dash) {
    return dash > 0 && dash + 1 < line.length() && Character.isDigit(line.charAt(dash + 1));
  }

  /** A line that begins like an item of a numbered list. */
  private static String numbered(String line) {
    return line.replaceFirst("^(\\s*\\d{1,9})([.])", "$1\\\\.");
  }

  /** One line of prose, in which pairs of backticks set off code. */
  public static String prose(String untrusted) {
    String[] parts = untrusted.split("`", -1);
    if (parts.length % 2 == 0) {
      return text(untrusted);
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean code = i % 2 == 1 && !parts[i].isBlank();
      out.append(code ? code(parts[i]) : text(parts[i]));
    }
    return out.toString();
  }

  /** Inline code on one line. */
  public static String code(String untrusted) {
    String line = printable(untrusted).replaceAll("\\s+", " ");
    if (line.isBlank()) {
      return "` `";
    }
    String ticks = "`".repeat(longestRun(line, '`') + 1);
    boolean edge = line.startsWith("`") || line.endsWith("`");
    return edge ? ticks + " " + line + " " + ticks : ticks + line + ticks;
  }

  /** Inline code inside a table: a bar would end the cell even there. */
  public static String cell(String untrusted) {
    return code(untrusted.replace("|", "\u2502"));
  }

  /** A fenced block; the fence is longer than any run of backticks in it. */
  public static String block(String language, String untrusted) {
    String body = printable(untrusted).stripTrailing();
    String fence = "`".repeat(Math.max(3, longestRun(body, '`') + 1));
    return fence + language.replaceAll("[^a-z0-9]", "") + "\n" + body + "\n" + fence + "\n";
  }

  private static int longestRun(String text, char of) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == of ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** At most this many bytes of UTF-8, cut between characters, with a mark where it was cut. */
  static String atMost(int bytes, String text) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    if (all.length <= bytes) {
      return text;
    }
    int end = bytes - 3;
    while (end > 0 && (all[end] & 0xC0) == 0x80) {
      end--;
    }
    return new String(all, 0, end, StandardCharsets.UTF_8) + "\u2026";
  }

  static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
