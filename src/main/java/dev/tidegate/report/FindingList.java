package dev.tidegate.report;

import dev.tidegate.policy.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Findings as Markdown, grouped by file, cut at a finding where room ends. */
final class FindingList {
  private static final int NAMED = 20;
  private static final int PART = 4000;

  private FindingList() {}

  /**
   * @param room bytes of UTF-8 that the whole may take
   * @param rest what to do to see the findings that found no room
   */
  static String of(List<Finding> findings, boolean withCommit, int room, String rest) {
    StringBuilder out = new StringBuilder();
    int size = 0;
    String group = "";
    List<Finding> ordered = grouped(findings);
    for (int i = 0; i < ordered.size(); i++) {
      Finding finding = ordered.get(i);
      String heading = heading(finding);
      String part = (heading.equals(group) ? "" : heading) + section(finding, withCommit);
      List<Finding> left = ordered.subList(i, ordered.size());
      int reserve = left.size() == 1 ? 0 : Markdown.size(more(left, rest));
      if (size + Markdown.size(part) + reserve > room) {
        return out + more(left, rest);
      }
      out.append(part);
      size += Markdown.size(part);
      group = heading;
    }
    return out.toString();
  }

  /** By file, in the order in which the files first come up: the strongest finding's file first. */
  private static List<Finding> grouped(List<Finding> findings) {
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    for (Finding finding : findings) {
      files.computeIfAbsent(finding.path().orElse(""), p -> new ArrayList<>()).add(finding);
    }
    return files.values().stream().flatMap(List::stream).toList();
  }

  private static String heading(Finding finding) {
    return "### "
        + finding.path().map(p -> Markdown.code(Markdown.atMost(500, p))).orElse("Commits")
        + "\n\n";
  }

  private static String section(Finding finding, boolean withCommit) {
    List<String> where = new ArrayList<>();
    if (finding.line() > 0) {
      where.add("line " + finding.line());
    }
    if (withCommit || finding.path().isEmpty()) {
      finding.commit().ifPresent(c -> where.add("commit " + Markdown.code(c.abbreviated())));
    }
    String place = where.isEmpty() ? "" : " \u00b7 " + String.join(", ", where);
    StringBuilder out = new StringBuilder();
    out.append("#### ").append(Words.sign(finding.severity())).append(' ');
    out.append(Markdown.code(finding.rule())).append(place).append("\n\n");
    out.append(Markdown.prose(cut(finding.what()))).append("\n\n");
    if (!finding.why().isBlank()) {
      out.append("**Why:** ").append(Markdown.prose(cut(finding.why()))).append("\n\n");
    }
    if (!finding.fix().isBlank()) {
      out.append("**Fix:**\n\n").append(Markdown.block("text", cut(finding.fix()))).append('\n');
    }
    if (!finding.override().isBlank()) {
      out.append("**Override:** ").append(Markdown.prose(cut(finding.override()))).append("\n\n");
    }
    return out.toString();
  }

  private static String cut(String text) {
    return Markdown.atMost(PART, text);
  }

  private static String more(List<Finding> left, String rest) {
    Map<String, Long> files =
        left.stream()
            .collect(
                Collectors.groupingBy(
                    f -> f.path().map(p -> Markdown.atMost(200, p)).orElse("commits"),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String where =
        files.entrySet().stream()
            .limit(NAMED)
            .map(e -> Markdown.code(e.getKey()) + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    int unnamed = files.size() - NAMED;
    String others = unnamed > 0 ? " and " + Words.count(unnamed, "more file") : "";
    return String.format(
        "---\n\n**%s** in %s%s. %s\n",
        Words.count(left.size(), "more finding"), where, others, rest);
  }
}
