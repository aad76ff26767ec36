package dev.tidegate.client.git.open;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code GIT_ALTERNATE_OBJECT_DIRECTORIES} as git does: entries stand between colons, and an
 * entry in double quotes is C-quoted and may hold a colon (git quotes the path of a quarantine that
 * has one; JGit splits it).
 */
public final class ObjectDirectories {
  private ObjectDirectories() {}

  public static List<File> parse(String value) {
    List<File> found = new ArrayList<>();
    int at = 0;
    while (at < value.length()) {
      StringBuilder entry = new StringBuilder();
      if (value.charAt(at) == '"') {
        at = unquote(value, at + 1, entry);
      } else {
        int end = value.indexOf(File.pathSeparatorChar, at);
        end = end < 0 ? value.length() : end;
        entry.append(value, at, end);
        at = end;
      }
      if (!entry.isEmpty() && entry.charAt(0) != '#') {
        found.add(new File(entry.toString()));
      }
      at++;
    }
    return found;
  }

  /** Returns the place after the closing quote. */
  private static int unquote(String value, int from, StringBuilder out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = from;
    while (at < value.length() && value.charAt(at) != '"') {
      char c = value.charAt(at++);
      if (c != '\\' || at >= value.length()) {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
        continue;
      }
      char escaped = value.charAt(at++);
      if (escaped >= '0' && escaped <= '3' && at + 2 <= value.length()) {
        bytes.write(Integer.parseInt(value.substring(at - 1, at + 2), 8));
        at += 2;
      } else {
        bytes.write(
            switch (escaped) {
              case 'a' -> 7;
              case 'b' -> '\b';
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'v' -> 11;
              case 'f' -> '\f';
              case 'r' -> '\r';
              default -> escaped;
            });
      }
    }
    out.append(bytes.toString(StandardCharsets.UTF_8));
    return at + 1;
  }
}
