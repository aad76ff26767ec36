package dev.tidegate.policy.except;

import dev.tidegate.syntax.PathGlob;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * An exception in a policy file.
 *
 * @param rule id, or a pattern such as {@code workflow/*}
 * @param path the findings' paths; empty: all
 * @param fingerprint of the one finding, or its first eight or more digits; empty: all
 * @param until last day, UTC, on which it counts
 * @param approvedBy who agreed; empty where nobody is named
 * @param source where it stands, for people
 */
public record Exemption(
    PathGlob rule,
    Optional<PathGlob> path,
    Optional<String> fingerprint,
    LocalDate until,
    String reason,
    String approvedBy,
    String source) {
  public Exemption {
    if (path.isEmpty() && fingerprint.isEmpty()) {
      throw new IllegalArgumentException(
          "an exception needs a path or a fingerprint; for a whole rule set its severity");
    }
    fingerprint.ifPresent(f -> {
      if (!f.matches("[0-9a-fA-F]{8,64}")) {
        throw new IllegalArgumentException(
            "a fingerprint has 8 or more hex digits; tidegate check --format json shows it");
      }
    });
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an exception needs a reason");
    }
  }

  /** The same, standing elsewhere. */
  public Exemption from(String place) {
    return new Exemption(rule, path, fingerprint, until, reason, approvedBy, place);
  }

  /**
   * @param at the finding's path; empty for a finding about a commit
   */
  public boolean covers(String ruleId, String at, String print) {
    return rule.matches(ruleId)
        && path.map(p -> p.matches(at)).orElse(true)
        && fingerprint.map(f -> print.startsWith(f.toLowerCase(Locale.ROOT))).orElse(true);
  }
}
