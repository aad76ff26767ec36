package dev.tidegate.policy.rules.custom;

/** An expression that cannot be compiled; the message shows the place with a caret. */
public final class Broken extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  Broken(String text, int line, int column, String problem) {
    super(shown(text, line, column, problem));
    this.line = line;
    this.column = column;
  }

  /** Line inside the expression, from 1. */
  public int line() {
    return line;
  }

  /** Column inside the line, from 0. */
  public int column() {
    return column;
  }

  private static String shown(String text, int line, int column, String problem) {
    String at = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    String said = problem.length() > 300 ? problem.substring(0, 300) + "..." : problem;
    return "not a CEL expression that can be used: %s\n    %s\n    %s^"
        .formatted(said, at, " ".repeat(Math.max(0, column)));
  }
}
