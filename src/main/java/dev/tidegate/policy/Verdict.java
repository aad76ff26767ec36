package dev.tidegate.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidegate.change.CommitId;
import java.util.List;
import java.util.Optional;

/** The engine's answer. Journalled as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "verdict")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Verdict.Allowed.class, name = "allowed"),
  @JsonSubTypes.Type(value = Verdict.NeedsHuman.class, name = "needs-human"),
  @JsonSubTypes.Type(value = Verdict.Denied.class, name = "denied")
})
@JsonIgnoreProperties(value = "word", allowGetters = true)
public sealed interface Verdict {
  Judgement judgement();

  /** {@code allowed}, {@code needs-human} or {@code denied}. */
  default String word() {
    return switch (this) {
      case Allowed a -> "allowed";
      case NeedsHuman n -> "needs-human";
      case Denied d -> "denied";
    };
  }

  record Allowed(Judgement judgement) implements Verdict {}

  record NeedsHuman(Judgement judgement) implements Verdict {}

  record Denied(Judgement judgement) implements Verdict {}

  /** The verdict that the strongest finding asks for. Zero rules evaluated is never a success. */
  static Verdict of(Judgement judgement) {
    if (judgement.rules() == 0
        || judgement.findings().stream().anyMatch(f -> f.severity() == Severity.DENY)) {
      return new Denied(judgement);
    }
    if (judgement.findings().stream().anyMatch(f -> f.severity() == Severity.NEEDS_HUMAN)) {
      return new NeedsHuman(judgement);
    }
    return new Allowed(judgement);
  }

  /**
   * What was looked at and what was found.
   *
   * @param findings strongest first, then by path and line
   * @param commits how many commits were judged
   * @param files how many distinct contents were judged, and how many files went away
   * @param rules how many rules ran
   * @param policy digest of the policy in force, hex
   */
  record Judgement(
      Optional<CommitId> base,
      CommitId head,
      List<Finding> findings,
      int commits,
      int files,
      int rules,
      String policy) {
    public Judgement {
      findings = List.copyOf(findings);
    }
  }
}
