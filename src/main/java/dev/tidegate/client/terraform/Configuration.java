package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at configuration before Terraform does: no more than what is refused needs. */
final class Configuration {
  private static final Pattern COMMENT =
      Pattern.compile("(\"(?:[^\"\\\\\\n]|\\\\.)*\")|/\\*.*?\\*/|(?:#|//)[^\\n]*", Pattern.DOTALL);
  private static final Pattern BACKEND =
      Pattern.compile("\\bbackend\\s+\"(\\w+)\"\\s*\\{([^}]*)}|\\bcloud\\s*\\{[^}]*}");

  private Configuration() {}

  /** A file without its comments. */
  static String text(Tree tree, FileEntry file) {
    String text = new String(tree.read(file, 1 << 20), StandardCharsets.UTF_8);
    return COMMENT
        .matcher(text)
        .replaceAll(m -> m.group(1) == null ? " " : Matcher.quoteReplacement(m.group(1)));
  }

  /** Where a root keeps its state, as written; empty where it says nothing. */
  static String backend(Tree tree, String root) {
    return tree.under(root).stream()
        .filter(f -> f.path().endsWith(".tf") && f.hasContent() && f.size() <= 1 << 20)
        .flatMap(f -> BACKEND.matcher(text(tree, f)).results())
        .map(m -> m.group().replaceAll("\\s+", " "))
        .sorted()
        .collect(Collectors.joining(";"));
  }
}
