package dev.tidegate.report;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The one comment on a pull request. No comment on green; the first blocking verdict writes it; it
 * is edited only where a reader would read something new; on green it shrinks to one line. Pure.
 */
public final class StickyComment {
  /** GitHub takes 65,536 characters; bytes are never fewer. */
  private static final int ROOM = 60_000;

  private static final String MEANING = "<!-- meaning ";

  private StickyComment() {}

  /** The hidden line by which the comment is found again. */
  public static String marker(RepoId repo, int pullRequest) {
    return "<!-- tidegate verdict " + repo + " " + pullRequest + " -->";
  }

  /**
   * @param existing the body of our comment as it stands
   * @return the body to write; empty where nothing is to be written
   */
  public static Optional<String> next(
      Optional<String> existing, RepoId repo, int pullRequest, Verdict verdict) {
    String visible;
    if (verdict instanceof Verdict.Allowed) {
      if (existing.isEmpty() || Words.nothingEvaluated(verdict.judgement())) {
        return Optional.empty();
      }
      visible = "\u2705 **Tidegate**: every finding is resolved, nothing blocks this change.\n";
    } else {
      visible = blocking(verdict);
    }
    String body = sealed(marker(repo, pullRequest), visible);
    return existing.filter(old -> says(old, body)).isPresent()
        ? Optional.empty()
        : Optional.of(body);
  }

  /** The hidden line alone does not tell: a person may have edited what stands below it. */
  private static boolean says(String old, String body) {
    return meaning(old).equals(meaning(body))
        && old.replace("\r\n", "\n").strip().equals(body.strip());
  }

  /** Hidden line of the comment that tells pull requests of a denied direct push. */
  public static String pushMarker(CommitId pushed) {
    return "<!-- tidegate push " + pushed + " -->";
  }

  /** What a pull request is told that contains a commit pushed past the gate. */
  public static String pushDenied(RefName ref, Verdict verdict) {
    Verdict.Judgement judgement = verdict.judgement();
    String how = verdict instanceof Verdict.NeedsHuman ? "needs a human" : "denied";
    String visible =
        "### "
            + CheckRuns.sign(verdict)
            + " Pushed to "
            + Markdown.code(ref.shortName())
            + (" and " + how + ": nothing is rolled out\n\nCommit ")
            + judgement.head()
            + " is part of this pull request and was pushed directly. The branch keeps it until "
            + "somebody repairs or reverts it.\n\n"
            + findings(verdict);
    return sealed(pushMarker(judgement.head()), visible);
  }

  private static String blocking(Verdict verdict) {
    return "### "
        + CheckRuns.sign(verdict)
        + " Tidegate \u2014 "
        + Words.headline(verdict)
        + "\n\n"
        + findings(verdict)
        + "---\n\nPush the fix and this comment follows. Ask again with `/tidegate recheck`.\n";
  }

  private static String findings(Verdict verdict) {
    Verdict.Judgement judgement = verdict.judgement();
    List<Finding> blocking =
        judgement.findings().stream().filter(f -> f.severity().blocks()).toList();
    if (blocking.isEmpty()) {
      return "Nothing was evaluated, so nothing can be called safe; see the check for the reason.\n\n";
    }
    return FindingList.of(blocking, false, ROOM, "The check on the commit lists them.");
  }

  private static String sealed(String marker, String visible) {
    return marker + "\n" + MEANING + digest(visible) + " -->\n" + visible;
  }

  /** The digest in the hidden line, or nothing where the line is not there. */
  private static String meaning(String body) {
    int at = body.indexOf(MEANING);
    int end = body.indexOf(" -->", Math.max(0, at));
    return at < 0 || end < 0 ? "" : body.substring(at + MEANING.length(), end);
  }

  private static String digest(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
