package dev.tidegate.policy.except;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A comment {@code tidegate:allow RULE until=DATE reason="..."}, behind the line that it excuses or
 * alone on the line above.
 *
 * @param line of the comment, from 1
 * @param alone true where nothing else stands on the line
 * @param rules ids; empty where none is named
 * @param problem why it does not count, such as a missing reason; empty where it is well formed
 */
public record Marker(
    int line,
    boolean alone,
    List<String> rules,
    Optional<LocalDate> until,
    String reason,
    String approvedBy,
    Optional<String> problem) {
  /** What every marker holds: a file without it has none. */
  public static final String WORD = "tidegate:allow";

  public Marker {
    rules = List.copyOf(rules);
  }

  /** All markers of a text, by line. */
  public static List<Marker> of(String text) {
    return text.contains(WORD) ? MarkerReader.read(text) : List.of();
  }

  /** True where it speaks of this rule. */
  public boolean names(String rule) {
    return rules.stream()
        .anyMatch(r ->
            r.equals(rule)
                || (r.endsWith("/*") && rule.startsWith(r.substring(0, r.length() - 1))));
  }

  /** True where the other says the same, wherever it stands. */
  public boolean saysAs(Marker other) {
    return rules.equals(other.rules)
        && until.equals(other.until)
        && reason.equals(other.reason)
        && approvedBy.equals(other.approvedBy);
  }
}
