package dev.tidegate.report;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The verdict for a person at a terminal.
 *
 * @param width columns; text is wrapped to it, fixes are not
 */
public record Terminal(boolean colour, int width) {
  private static final int NARROWEST = 40;
  private static final int WIDEST = 120;
  private static final int STANDARD = 100;

  public Terminal {
    width = Math.clamp(width, NARROWEST, WIDEST);
  }

  /**
   * As the environment asks: {@code NO_COLOR} or a dumb terminal means no colour, {@code COLUMNS}
   * the width.
   *
   * @param interactive true where the output is a terminal
   */
  public static Terminal of(Map<String, String> environment, boolean interactive) {
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : STANDARD;
    return new Terminal(interactive && !plain, width);
  }

  private enum Ink {
    RED("31"),
    YELLOW("33"),
    GREEN("32"),
    CYAN("36"),
    BOLD("1"),
    DIM("2");

    private final String code;

    Ink(String code) {
      this.code = code;
    }
  }

  /** Several lines, each with its end. */
  public String render(Verdict verdict, UnaryOperator<String> redactor) {
    Verdict.Judgement judgement = verdict.judgement();
    StringBuilder out = new StringBuilder();
    Map<String, List<Finding>> files = new LinkedHashMap<>();
    for (Finding finding : judgement.findings()) {
      files.computeIfAbsent(finding.path().orElse(""), p -> new ArrayList<>()).add(finding);
    }
    files.forEach((path, findings) -> {
      String heading = path.isEmpty() ? "commits" : oneLine(redactor.apply(path));
      out.append(ink(Ink.BOLD, heading)).append('\n');
      findings.forEach(f -> finding(out, f, redactor));
    });
    if (!judgement.excepted().isEmpty()) {
      out.append(ink(Ink.BOLD, "exceptions")).append('\n');
      judgement.excepted().forEach(e -> excepted(out, e, redactor));
      out.append('\n');
    }
    judgement.notes().forEach(note -> wrapped(out, "", "note: " + redactor.apply(note)));
    Ink ink =
        switch (verdict) {
          case Verdict.Allowed a -> Ink.GREEN;
          case Verdict.NeedsHuman n -> Ink.YELLOW;
          case Verdict.Denied d -> Ink.RED;
        };
    out.append(ink(ink, Words.headline(verdict)));
    if (!(verdict instanceof Verdict.Allowed)) {
      out.append(ink(Ink.DIM, " (" + Words.evaluated(judgement) + ")"));
    }
    out.append('\n').append(ink(Ink.DIM, "policy " + Words.policy(judgement))).append('\n');
    return out.toString();
  }

  private void excepted(StringBuilder out, Verdict.Excepted e, UnaryOperator<String> redactor) {
    out.append("  ").append(ink(Ink.DIM, "excepted ")).append(oneLine(e.finding().rule()));
    out.append(" at ").append(oneLine(redactor.apply(Words.place(e.finding())))).append('\n');
    wrapped(out, "    ", redactor.apply(Words.excuse(e)));
  }

  /** Overwrites itself; only for an interactive terminal. */
  public String progress(String doing) {
    String line = oneLine(doing);
    return "\r" + (line.length() > width - 1 ? line.substring(0, width - 1) : line) + "\u001b[K";
  }

  private void finding(StringBuilder out, Finding finding, UnaryOperator<String> redactor) {
    String line = finding.line() > 0 ? finding.line() + ": " : "";
    String label = Words.label(finding.severity());
    out.append("  ").append(line).append(ink(inkOf(finding.severity()), label)).append(' ');
    out.append(ink(Ink.CYAN, oneLine(finding.rule())));
    finding.commit().ifPresent(c -> out.append(ink(Ink.DIM, " commit " + c.abbreviated())));
    out.append('\n');
    wrapped(out, "    ", redactor.apply(finding.what()));
    wrapped(out, "    ", redactor.apply(finding.why()));
    if (!finding.fix().isBlank()) {
      out.append("    ").append(ink(Ink.BOLD, "fix:")).append('\n');
      Markdown.printable(redactor.apply(finding.fix()))
          .lines()
          .forEach(l -> out.append("      ").append(l).append('\n'));
    }
    if (!finding.override().isBlank()) {
      wrapped(out, "    ", "override: " + redactor.apply(finding.override()));
    }
    out.append('\n');
  }

  private void wrapped(StringBuilder out, String indent, String text) {
    StringBuilder line = new StringBuilder();
    for (String word : oneLine(text).split(" ")) {
      boolean full = indent.length() + line.length() + 1 + word.length() > width;
      if (!line.isEmpty() && full) {
        out.append(indent).append(line).append('\n');
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.toString().isBlank()) {
      out.append(indent).append(line).append('\n');
    }
  }

  private static String oneLine(String text) {
    return Markdown.printable(text).replaceAll("\\s+", " ").strip();
  }

  private static Ink inkOf(Severity severity) {
    return switch (severity) {
      case DENY -> Ink.RED;
      case NEEDS_HUMAN, WARN -> Ink.YELLOW;
      case INFO -> Ink.DIM;
    };
  }

  private String ink(Ink ink, String text) {
    return colour ? "\u001b[" + ink.code + "m" + text + "\u001b[0m" : text;
  }
}
