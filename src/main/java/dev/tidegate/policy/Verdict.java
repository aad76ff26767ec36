package dev.tidegate.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.tidegate.change.CommitId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  /** The findings of both, told as a judgement of what this one looked at. */
  default Verdict with(Verdict other) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    judgement().findings().forEach(f -> findings.put(f.rule() + f.fingerprint(), f));
    other.judgement().findings().forEach(f -> findings.putIfAbsent(f.rule() + f.fingerprint(), f));
    Set<Excepted> excepted = new LinkedHashSet<>(judgement().excepted());
    excepted.addAll(other.judgement().excepted());
    List<Finding> all = new ArrayList<>(findings.values());
    all.sort(Comparator.comparing(Finding::severity));
    Judgement j = judgement();
    return of(
        new Judgement(
            j.base(),
            j.head(),
            all,
            j.commits(),
            j.files(),
            j.rules(),
            j.policy(),
            List.copyOf(excepted),
            j.notes()));
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
   * @param policy digest of the policy in force, hex: the same digest means the same policy
   * @param excepted findings that an exception takes out of the verdict
   * @param notes what whoever keeps the policy should know about it, one sentence each
   */
  record Judgement(
      Optional<CommitId> base,
      CommitId head,
      List<Finding> findings,
      int commits,
      int files,
      int rules,
      String policy,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<Excepted> excepted,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> notes) {
    public Judgement {
      findings = List.copyOf(findings);
      excepted = List.copyOf(excepted);
      notes = List.copyOf(notes);
    }

    /** Without exceptions and notes. */
    public Judgement(
        Optional<CommitId> base,
        CommitId head,
        List<Finding> findings,
        int commits,
        int files,
        int rules,
        String policy) {
      this(base, head, findings, commits, files, rules, policy, List.of(), List.of());
    }
  }

  /**
   * A finding that does not count, and why.
   *
   * @param source where the exception stands, such as {@code .tidegate.yaml} or {@code a.sh:3}
   * @param until last day on which it counts, {@code 2027-01-31}
   * @param approvedBy who agreed, as the exception says; empty where it does not say
   */
  record Excepted(Finding finding, String source, String until, String reason, String approvedBy) {}
}
