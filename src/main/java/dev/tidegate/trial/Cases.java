package dev.tidegate.trial;

import dev.tidegate.change.Change;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Judges the cases that stand beside a policy, and shows where it judges otherwise. */
public final class Cases {
  private Cases() {}

  /**
   * @param files content by name
   * @throws dev.tidegate.trouble.ConfigException where a file of cases cannot be read
   */
  public static Told run(Map<String, byte[]> files, Function<Change, Verdict> judge) {
    StringBuilder out = new StringBuilder();
    int passed = 0;
    int failed = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (Case one : CaseReader.read(file.getKey(), file.getValue())) {
        List<String> difference = difference(one, judge.apply(one.change()));
        if (difference.isEmpty()) {
          passed++;
        } else {
          failed++;
          out.append("FAILED %s:%d: %s%n".formatted(file.getKey(), one.line(), one.name()));
          difference.forEach(line -> out.append("  ").append(line).append('\n'));
        }
      }
    }
    out.append("%d passed, %d failed%n".formatted(passed, failed));
    return new Told(out.toString(), failed == 0 && passed > 0);
  }

  /** {@code -} was expected and is not found, {@code +} is found and was not expected. */
  private static List<String> difference(Case one, Verdict verdict) {
    List<String> missing = new ArrayList<>(one.expect());
    List<String> lines = new ArrayList<>();
    for (Finding finding : verdict.judgement().findings()) {
      boolean seen = one.rules().isEmpty() || one.rules().contains(finding.rule());
      if (!seen || missing.removeIf(line -> speaksOf(line, finding))) {
        continue;
      }
      boolean said = one.expect().stream().anyMatch(line -> speaksOf(line, finding));
      if (!said && finding.severity() != Severity.INFO) {
        lines.add("+ " + shown(finding));
      }
    }
    missing.forEach(line -> lines.addFirst("- " + line));
    return lines;
  }

  private static boolean speaksOf(String line, Finding finding) {
    String[] parts = line.split(" ", 4);
    String path = finding.path().orElse("-");
    return parts[0].equals(finding.severity().word())
        && parts[1].equals(finding.rule())
        && (parts[2].equals(path) || parts[2].equals(path + ":" + finding.line()))
        && (parts.length < 4 || finding.what().contains(parts[3]));
  }

  private static String shown(Finding finding) {
    String line = finding.line() > 0 ? ":" + finding.line() : "";
    return "%s %s %s%s %s"
        .formatted(
            finding.severity().word(),
            finding.rule(),
            finding.path().orElse("-"),
            line,
            finding.what());
  }
}
