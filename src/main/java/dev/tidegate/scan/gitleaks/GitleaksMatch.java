package dev.tidegate.scan.gitleaks;

/**
 * What a rule found. Holds the value: never print it.
 *
 * @param line from 1
 * @param column from 1
 * @param match the whole match
 * @param text the line, or lines, that the match stands in
 */
public record GitleaksMatch(
    String rule,
    String description,
    int line,
    int column,
    String secret,
    String match,
    String text) {
  @Override
  public String toString() {
    return rule + " at " + line + ":" + column;
  }
}
