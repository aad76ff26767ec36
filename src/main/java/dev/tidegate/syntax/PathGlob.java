package dev.tidegate.syntax;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern over repository paths: {@code *} and {@code ?} stay within a folder, {@code **} crosses
 * folders and stands for none, too ({@code **}{@code /a} is also {@code a}), {@code [a-z]} and
 * {@code {a,b}} as in a shell. A pattern that ends in {@code /} means everything below. Matching
 * takes time linear in the path. Immutable.
 */
public final class PathGlob {
  private final String text;
  private final Pattern pattern;

  private PathGlob(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /** Throws {@link IllegalArgumentException}, which says why, where the pattern cannot be read. */
  public static PathGlob of(String text) {
    if (text.isEmpty() || text.startsWith("/") || text.length() > 1000) {
      throw new IllegalArgumentException(
          "a glob stands for paths from the repository's root, without a leading slash");
    }
    String whole = text.endsWith("/") ? text + "**" : text;
    try {
      return new PathGlob(text, Pattern.compile("(?s)" + regex(whole), Pattern.DOTALL));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("not a glob that can be read: " + e.getDescription(), e);
    }
  }

  public boolean matches(String path) {
    return pattern.matches(path);
  }

  private static String regex(String glob) {
    StringBuilder out = new StringBuilder();
    int groups = 0;
    int i = 0;
    while (i < glob.length()) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**", i)) {
        boolean folder = (i == 0 || glob.charAt(i - 1) == '/') && glob.startsWith("**/", i);
        out.append(folder ? "(?:.*/)?" : ".*");
        i += folder ? 3 : 2;
        continue;
      }
      switch (c) {
        case '*' -> out.append("[^/]*");
        case '?' -> out.append("[^/]");
        case '{' -> {
          out.append("(?:");
          groups++;
        }
        case '}' -> {
          if (groups-- == 0) {
            throw new IllegalArgumentException("a } without its {");
          }
          out.append(')');
        }
        case ',' -> out.append(groups > 0 ? "|" : ",");
        case '[' -> {
          int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            throw new IllegalArgumentException("a [ without its ]");
          }
          out.append(letters(glob.substring(i + 1, end)));
          i = end;
        }
        case '\\' -> {
          i++;
          if (i == glob.length()) {
            throw new IllegalArgumentException("a \\ with nothing after it");
          }
          out.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        default -> out.append(Pattern.quote(String.valueOf(c)));
      }
      i++;
    }
    if (groups > 0) {
      throw new IllegalArgumentException("a { without its }");
    }
    return out.toString();
  }

  /** The inside of brackets; what a regular expression would read otherwise is quoted. */
  private static String letters(String inside) {
    boolean not = inside.startsWith("!") || inside.startsWith("^");
    String rest = (not ? inside.substring(1) : inside).replaceAll("[\\\\\\[&~^]", "\\\\$0");
    return (not ? "[^/" : "[") + rest + "]";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathGlob g && g.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
