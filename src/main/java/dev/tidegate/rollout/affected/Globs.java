package dev.tidegate.rollout.affected;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The two kinds of wildcard that Argo CD reads paths with. */
final class Globs {
  private Globs() {}

  /** Go's {@code filepath.Match}: a star stops at a slash. A malformed pattern matches nothing. */
  static Predicate<String> path(String glob) {
    return compile(glob, "[^/]*", "[^/]", false).orElse(p -> false);
  }

  /** Include and exclude of a plain folder: a star goes over slashes, braces hold alternatives. */
  static Predicate<String> free(String glob) {
    return compile(glob, ".*", ".", true).orElse(p -> false);
  }

  private static Optional<Predicate<String>> compile(
      String glob, String star, String one, boolean braces) {
    StringBuilder regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      switch (c) {
        case '*' -> regex.append(star);
        case '?' -> regex.append(one);
        case '\\' -> {
          if (++i == glob.length()) {
            return Optional.empty();
          }
          regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
        case '[' -> {
          int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            return Optional.empty();
          }
          String set = glob.substring(i + 1, end).replace("[", "\\[").replace("&&", "&\\&");
          regex.append('[').append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
          i = end;
        }
        case '{' -> {
          regex.append(braces ? "(?:" : "\\{");
          depth += braces ? 1 : 0;
        }
        case '}' -> {
          regex.append(depth > 0 ? ")" : "\\}");
          depth = Math.max(0, depth - 1);
        }
        case ',' -> regex.append(depth > 0 ? "|" : ",");
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    try {
      return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL).asMatchPredicate());
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}
