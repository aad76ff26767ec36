package dev.tidegate.manifest.program;

import java.util.HashMap;
import java.util.Map;

/** The lines of a text that may close a heredoc. */
final class Delimiters {
  private static final int LONGEST = 100;

  private final String text;

  /** Where each short line stands last, so that what closes nowhere is not looked for again. */
  private final Map<String, Integer> last = new HashMap<>();

  private boolean read;

  Delimiters(String text) {
    this.text = text;
  }

  /** True where a line behind the place closes it. */
  boolean closes(String delimiter, int at) {
    for (int line = 0; !read && line < text.length(); line = lineEnd(line) + 1) {
      int end = lineEnd(line);
      if (end - line < LONGEST) {
        last.put(text.substring(line, end).strip(), line);
      }
    }
    read = true;
    return !delimiter.isEmpty() && last.getOrDefault(delimiter, -1) > at;
  }

  /** The start of the line that closes a heredoc; negative where there is none. */
  int close(int lineEnd, String delimiter) {
    int line = lineEnd + 1;
    while (lineEnd >= 0 && line < text.length()) {
      int end = lineEnd(line);
      if (text.substring(line, end).strip().equals(delimiter)) {
        return line;
      }
      line = end + 1;
    }
    return -1;
  }

  int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }
}
