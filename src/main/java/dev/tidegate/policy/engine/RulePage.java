package dev.tidegate.policy.engine;

import dev.tidegate.policy.RuleDoc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule says of itself, as Markdown: the pages under docs/rules and the answer to explain.
 */
public final class RulePage {
  private RulePage() {}

  /**
   * An example out of the rule's fixtures.
   *
   * @param files content by path
   */
  public record Example(String name, Map<String, String> files) {}

  /** The page as it was written with its examples, else without; for {@code tidegate explain}. */
  public static String of(RuleDoc doc) {
    try (InputStream page = RulePage.class.getResourceAsStream("/rules/" + file(doc))) {
      return page == null
          ? of(doc, Optional.empty(), Optional.empty())
          : new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String of(RuleDoc doc, Optional<Example> denied, Optional<Example> allowed) {
    StringBuilder page = new StringBuilder();
    page.append("# ").append(doc.id()).append("\n\n").append(doc.title()).append(".\n\n");
    page.append("- Severity: **").append(doc.severity().word()).append("**\n");
    page.append("- Judges: ")
        .append(
            doc.wholeTree()
                ? "the result, so a further commit mends it"
                : "what every commit adds, so the branch must be rewritten")
        .append("\n\n## Why\n\n")
        .append(doc.why())
        .append("\n\n## Fix\n\n")
        .append(doc.fix())
        .append("\n\n");
    denied.ifPresent(example -> example(page, "Bad", example));
    allowed.ifPresent(example -> example(page, "Good", example));
    page.append("## How to except\n\n")
        .append(doc.override())
        .append(" On the protected branch, below some paths only:\n\n```yaml\nrules:\n  ")
        .append(doc.id())
        .append(
            ":\n    paths:\n      - { match: \"bootstrap/**\", severity: off }\n```\n\nOne finding only, in a comment on its line or the line before:\n\n    # tidegate:allow ")
        .append(doc.id())
        .append(" until=YYYY-MM-DD reason=\"why\"\n\n")
        .append("## Settings\n\n```yaml\nrules:\n  ")
        .append(doc.id())
        .append(":\n    severity: ")
        .append(doc.severity().blocks() ? doc.severity().word() : "warn")
        .append("\n");
    if (!doc.options().isEmpty()) {
      page.append("    options:\n");
      doc.options().forEach(o -> page.append("      %s: %s\n".formatted(o.name(), o.standard())));
    }
    page.append("```\n");
    doc.options().forEach(o -> page.append("\n- `%s`: %s".formatted(o.name(), o.meaning())));
    return page.toString().stripTrailing() + "\n";
  }

  /** The list of all rules, with links to their pages. */
  public static String index(List<RuleDoc> docs) {
    StringBuilder page =
        new StringBuilder("# Rules\n\n| Rule | Severity | What must be true |\n|---|---|---|\n");
    docs.forEach(d ->
        page.append(
            "| [%s](%s) | %s | %s |\n".formatted(d.id(), file(d), d.severity().word(), d.title())));
    return page.toString();
  }

  /** The page's file name in docs/rules. */
  public static String file(RuleDoc doc) {
    return doc.id().replace('/', '-') + ".md";
  }

  private static void example(StringBuilder page, String title, Example example) {
    page.append("## ")
        .append(title)
        .append(": ")
        .append(example.name().replace('-', ' '))
        .append("\n\n");
    example
        .files()
        .forEach((path, text) ->
            page.append("`")
                .append(path)
                .append("`\n\n````\n")
                .append(text.stripTrailing())
                .append("\n````\n\n"));
  }
}
