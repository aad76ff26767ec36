package dev.tidegate.report;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict;
import java.util.List;

/**
 * The check run {@code tidegate}: what a verdict says on its commit. Pure; the external id given is
 * the run's own, so that a second judgement of the same head is a new check run.
 */
public final class CheckRuns {
  public static final String NAME = "tidegate";

  /** Bytes, which are never fewer than the characters that GitHub counts. */
  static final int ROOM = 65_535;

  private static final int ROWS = 50;
  private static final int ANNOTATIONS = 250;
  private static final String AGAIN =
      "Push again and the check runs by itself. To judge the same commit again, comment "
          + "`/tidegate recheck` on the pull request, or use **Re-run** on this check.";

  private CheckRuns() {}

  /** At once, before anything is known. */
  public static CheckReport begun(RepoId repo, CommitId head, String externalId) {
    return new CheckReport(
        repo,
        head,
        NAME,
        externalId,
        CheckReport.State.IN_PROGRESS,
        "Judging the change",
        "Tidegate reads the commits and judges every content they add.",
        "",
        List.of());
  }

  /** The verdict. A judgement that looked at nothing asks for action and is never green. */
  public static CheckReport of(RepoId repo, Verdict verdict, String externalId) {
    Verdict.Judgement judgement = verdict.judgement();
    if (Words.nothingEvaluated(judgement)) {
      return notJudged(
          repo, judgement.head(), externalId, "no rule ran, or there was nothing for one to read");
    }
    List<Finding> findings = judgement.findings();
    String all = Markdown.code(Words.command(judgement)) + " lists every finding.";
    return new CheckReport(
        repo,
        judgement.head(),
        NAME,
        externalId,
        state(verdict),
        Words.headline(verdict),
        summary(verdict, all),
        FindingList.of(findings, true, ROOM, "Here " + all),
        findings.stream()
            .filter(f -> f.path().isPresent())
            .limit(ANNOTATIONS)
            .map(CheckRuns::annotation)
            .toList());
  }

  /** Nobody could judge: objects missing, time out, a crash. The gate stays shut. */
  public static CheckReport notJudged(
      RepoId repo, CommitId head, String externalId, String reason) {
    return unable(repo, head, NAME, externalId, "Not judged: the gate stays shut", reason, AGAIN);
  }

  /** A check that could not do its work says so and asks for action. */
  static CheckReport unable(
      RepoId repo,
      CommitId head,
      String name,
      String externalId,
      String title,
      String reason,
      String next) {
    return new CheckReport(
        repo,
        head,
        name,
        externalId,
        CheckReport.State.ACTION_REQUIRED,
        title,
        "### "
            + title
            + "\n\n"
            + Markdown.block("text", Markdown.atMost(20_000, reason))
            + "\nNothing was found wrong, and nothing was found right either: mend the cause. "
            + next
            + "\n",
        "",
        List.of());
  }

  private static CheckReport.State state(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed a -> CheckReport.State.SUCCESS;
      case Verdict.NeedsHuman n -> CheckReport.State.ACTION_REQUIRED;
      case Verdict.Denied d -> CheckReport.State.FAILURE;
    };
  }

  private static String summary(Verdict verdict, String all) {
    Verdict.Judgement judgement = verdict.judgement();
    StringBuilder out = new StringBuilder();
    out.append("### ").append(sign(verdict)).append(' ').append(Words.headline(verdict));
    out.append("\n\n").append(table(judgement.findings(), all));
    out.append("Judged ").append(Words.evaluated(judgement)).append(": ");
    judgement.base().ifPresent(b -> out.append(Markdown.code(b.abbreviated())).append(".."));
    out.append(Markdown.code(judgement.head().abbreviated()));
    out.append(", policy ").append(Markdown.code(Markdown.atMost(200, Words.policy(judgement))));
    out.append(".\n").append(exceptions(judgement));
    if (!(verdict instanceof Verdict.Allowed)) {
      out.append("\nEach finding below says what, why, the exact fix, and who may override it. ");
      out.append(AGAIN).append('\n');
    }
    return out.toString();
  }

  /** What does not count and why, and what is to be known about the policy. */
  private static String exceptions(Verdict.Judgement judgement) {
    StringBuilder out = new StringBuilder();
    List<Verdict.Excepted> excepted = judgement.excepted();
    if (!excepted.isEmpty()) {
      out.append("\n**").append(Words.count(excepted.size(), "finding")).append(" excepted**\n\n");
    }
    for (Verdict.Excepted e : excepted.subList(0, Math.min(ROWS, excepted.size()))) {
      out.append("- ").append(Markdown.code(e.finding().rule())).append(" at ");
      out.append(Markdown.code(Markdown.atMost(300, Words.place(e.finding())))).append(": ");
      out.append(Markdown.prose(Markdown.atMost(500, Words.excuse(e)))).append('\n');
    }
    if (excepted.size() > ROWS) {
      out.append("- and ").append(Words.count(excepted.size() - ROWS, "more")).append('\n');
    }
    for (String note : judgement.notes().stream().limit(ROWS).toList()) {
      out.append("\n_Note:_ ").append(Markdown.prose(Markdown.atMost(500, note))).append('\n');
    }
    return out.toString();
  }

  static String sign(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allowed a -> "\u2705";
      case Verdict.NeedsHuman n -> "\u270b";
      case Verdict.Denied d -> "\u26d4";
    };
  }

  /** One row a finding. */
  static String table(List<Finding> findings, String all) {
    if (findings.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("| | Rule | Where |\n|---|---|---|\n");
    for (Finding finding : findings.subList(0, Math.min(ROWS, findings.size()))) {
      out.append("| ").append(Words.sign(finding.severity())).append(' ');
      out.append(Words.label(finding.severity())).append(" | ");
      out.append(Markdown.cell(finding.rule())).append(" | ");
      out.append(Markdown.cell(Markdown.atMost(300, Words.place(finding)))).append(" |\n");
    }
    int more = findings.size() - ROWS;
    if (more > 0) {
      out.append("\n").append(Words.count(more, "more finding")).append(". ").append(all);
      out.append('\n');
    }
    return out.append('\n').toString();
  }

  private static CheckReport.Annotation annotation(Finding finding) {
    String level =
        switch (finding.severity()) {
          case DENY, NEEDS_HUMAN -> "failure";
          case WARN -> "warning";
          case INFO -> "notice";
        };
    String fix = finding.fix().isBlank() ? "" : "\n\nFix:\n" + finding.fix();
    return new CheckReport.Annotation(
        finding.path().orElseThrow(),
        Math.max(1, finding.line()),
        level,
        Markdown.printable(Markdown.atMost(200, finding.rule())),
        Markdown.printable(Markdown.atMost(8000, finding.what() + "\n" + finding.why() + fix)));
  }
}
