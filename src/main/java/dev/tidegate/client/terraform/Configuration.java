package dev.tidegate.client.terraform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at configuration before Terraform does: no more than what is refused needs. */
final class Configuration {
  /** Bytes of a file that is looked at. */
  static final long LIMIT = 1 << 20;

  /** What stays (strings, heredocs, lines with interpolations) in group 1, and comments. */
  private static final Pattern COMMENT =
      Pattern.compile(
          "((?m:^(?=[^\\n]*\\$\\{)(?![ \\t]*(?:#|//|/\\*))[^\\n]*$)"
              + "|\"(?:[^\"\\\\\\n]|\\\\.)*\""
              + "|<<-?([\\w-]+)[ \\t]*\\r?\\n.*?\\n[ \\t]*\\2\\b)"
              + "|/\\*.*?\\*/|(?:#|//)[^\\n]*",
          Pattern.DOTALL);

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern BACKEND =
      Pattern.compile("\\bbackend\\s+\"?(\\w+)\"?\\s*\\{([^}]*)}|\\bcloud\\s*\\{[^}]*}");
  private static final Pattern JSON_BACKEND =
      Pattern.compile("\"(?:backend|cloud)\":[\\[{]*(?:\"\\w+\":)?[^}]*}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Configuration() {}

  /** True for what Terraform or OpenTofu reads as configuration, overrides included. */
  static boolean is(FileEntry file) {
    return file.mode() != FileEntry.Mode.SUBMODULE
        && file.name().matches("(?s).*\\.(tf|tofu)(\\.json)?");
  }

  /** A file without its comments and with its escapes resolved; JSON on one line. */
  static String text(Tree tree, FileEntry file) {
    String text = new String(tree.read(file, LIMIT), StandardCharsets.UTF_8);
    if (file.name().endsWith(".json")) {
      try {
        return JSON.readTree(text).toString();
      } catch (JsonProcessingException e) {
        return text;
      }
    }
    String code =
        COMMENT
            .matcher(text)
            .replaceAll(m -> m.group(1) == null ? " " : Matcher.quoteReplacement(m.group(1)));
    return ESCAPE.matcher(code).replaceAll(Configuration::letter);
  }

  private static String letter(MatchResult escape) {
    return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
  }

  /** Where a root keeps its state, as written; empty where it says nothing. */
  static String backend(Tree tree, String root) {
    return tree.under(root).stream()
        .filter(f -> is(f) && f.size() <= LIMIT)
        .flatMap(f ->
            (f.name().endsWith(".json") ? JSON_BACKEND : BACKEND).matcher(text(tree, f)).results())
        .map(m -> m.group().replaceAll("\\s+", " "))
        .sorted()
        .collect(Collectors.joining(";"));
  }
}
