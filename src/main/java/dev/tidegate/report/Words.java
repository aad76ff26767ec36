package dev.tidegate.report;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import java.util.List;
import java.util.Locale;

/** The words that every form of a report shares. */
final class Words {
  private Words() {}

  static String count(long n, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", n, one, n == 1 ? "" : "s");
  }

  /** True where the judgement looked at nothing, which is never a success. */
  static boolean nothingEvaluated(Verdict.Judgement judgement) {
    return judgement.rules() == 0 || (judgement.commits() == 0 && judgement.files() == 0);
  }

  static String headline(Verdict verdict) {
    Verdict.Judgement judgement = verdict.judgement();
    if (nothingEvaluated(judgement)) {
      return "Not judged: nothing was evaluated";
    }
    String seen = evaluated(judgement);
    long deny = counted(judgement.findings(), Severity.DENY);
    long ask = counted(judgement.findings(), Severity.NEEDS_HUMAN);
    long notes = judgement.findings().size() - deny - ask;
    String excepted =
        judgement.excepted().isEmpty() ? "" : ", " + judgement.excepted().size() + " excepted";
    return switch (verdict) {
      case Verdict.Allowed a ->
          "Allowed: " + seen + (notes == 0 ? "" : ", " + count(notes, "note")) + excepted;
      case Verdict.NeedsHuman n ->
          "Needs a human: " + count(ask, "finding") + " to decide on" + excepted;
      case Verdict.Denied d -> "Denied: " + count(deny, "finding") + " to fix" + excepted;
    };
  }

  /** {@code 3 commits, 14 files, 17 rules}. */
  static String evaluated(Verdict.Judgement judgement) {
    return String.join(
        ", ",
        count(judgement.commits(), "commit"),
        count(judgement.files(), "file"),
        count(judgement.rules(), "rule"));
  }

  /** {@code sha256:} and the digest of the policy that judged. */
  static String policy(Verdict.Judgement judgement) {
    return "sha256:" + judgement.policy();
  }

  /** Why a finding does not count: one sentence. */
  static String excuse(Verdict.Excepted excepted) {
    String by = excepted.approvedBy().isEmpty() ? "" : ", approved by " + excepted.approvedBy();
    return "Until %s by %s%s: %s"
        .formatted(excepted.until(), excepted.source(), by, excepted.reason());
  }

  static long counted(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }

  static String sign(Severity severity) {
    return switch (severity) {
      case DENY -> "\u26d4";
      case NEEDS_HUMAN -> "\u270b";
      case WARN -> "\u26a0\ufe0f";
      case INFO -> "\u2139\ufe0f";
    };
  }

  static String label(Severity severity) {
    return switch (severity) {
      case DENY -> "denied";
      case NEEDS_HUMAN -> "needs a human";
      case WARN -> "warning";
      case INFO -> "note";
    };
  }

  /** {@code path:line}, {@code path}, or {@code commit 0123456789}. */
  static String place(Finding finding) {
    if (finding.path().isPresent()) {
      return finding.path().get() + (finding.line() > 0 ? ":" + finding.line() : "");
    }
    return finding.commit().map(c -> "commit " + c.abbreviated()).orElse("the change");
  }

  /** The command that shows every finding on the reader's own machine. */
  static String command(Verdict.Judgement judgement) {
    String head = judgement.head().hex();
    return judgement
        .base()
        .map(base -> "tidegate check --range " + base + ".." + head)
        .orElse("tidegate check --tree " + head);
  }
}
