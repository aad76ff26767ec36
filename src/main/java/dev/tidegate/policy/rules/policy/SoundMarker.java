package dev.tidegate.policy.rules.policy;

import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.except.Marker;

/** An exception beside a line says which rule, until when and why. */
public final class SoundMarker implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "policy/exception",
          "A tidegate:allow comment names a rule, a last day and a reason",
          "An exception without a reason cannot be judged by who reads it, and one without an end is"
              + " a rule that was switched off.",
          "# tidegate:allow RULE until=YYYY-MM-DD reason=\"why, and what ends it\"",
          "Nobody needs to: such a comment excuses nothing, so removing it changes nothing.",
          Severity.WARN,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isBinary() || !file.text().contains(Marker.WORD)) {
      return;
    }
    for (Marker marker : Marker.of(file.text())) {
      marker
          .problem()
          .ifPresent(problem ->
              findings.add(
                  file.path(),
                  marker.line(),
                  0,
                  marker.rules() + problem,
                  "The tidegate:allow here excuses nothing: " + problem + ".",
                  "tidegate:allow %s until=YYYY-MM-DD reason=\"why, and what ends it\""
                      .formatted(
                          marker.rules().isEmpty() ? "RULE" : String.join(" ", marker.rules()))));
    }
  }
}
