package dev.tidegate.scan.gitleaks;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * One rule.
 *
 * @param group whose content is the secret; 0: the first group that holds something, else all
 * @param entropy bits per character that a secret must exceed; 0: any
 * @param keywords one of them must stand in the file, letter case ignored; empty: none needed
 * @param required other rules that must have a match near
 */
record GitleaksRule(
    String id,
    String description,
    Optional<Pattern> regex,
    Optional<Pattern> path,
    int group,
    double entropy,
    List<String> keywords,
    List<Allowed> allowed,
    List<Near> required) {

  /** Another rule's match; -1: anywhere in the file. */
  record Near(String rule, int lines, int columns) {
    boolean holds(GitleaksMatch here, GitleaksMatch there) {
      return there.rule().equals(rule)
          && (lines < 0 || Math.abs(here.line() - there.line()) <= lines)
          && (columns < 0 || Math.abs(here.column() - there.column()) <= columns);
    }
  }

  boolean wanted(String lower) {
    return keywords.isEmpty() || keywords.stream().anyMatch(lower::contains);
  }
}
