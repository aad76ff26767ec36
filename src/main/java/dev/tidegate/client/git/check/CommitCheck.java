package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.objects.Printable;
import dev.tidegate.client.git.objects.RawCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;

/** What is odd about a commit or tag object itself. */
public final class CommitCheck {
  private static final Instant GIT_IS_NEWER = Instant.parse("1990-01-01T00:00:00Z");
  private static final Duration FUTURE = Duration.ofDays(1);
  private static final Pattern ZONE = Pattern.compile("[+-](0\\d|1[0-4])[0-5]\\d");

  private final InstantSource clock;
  private final Oddities oddities;

  public CommitCheck(InstantSource clock, Oddities oddities) {
    this.clock = clock;
    this.oddities = oddities;
  }

  public void check(CommitId id, int type, byte[] raw, RawCommit commit) {
    try {
      new ObjectChecker().setAllowInvalidPersonIdent(false).check(type, raw);
    } catch (CorruptObjectException e) {
      String what = type == Constants.OBJ_TAG ? "tag" : "commit";
      oddities.add(
          OddityKind.COMMIT_MALFORMED, id, "the " + what + " breaks git's format: " + reason(e));
    }
    if (commit.signature().isPresent() && !Signatures.signed(commit)) {
      oddities.add(
          OddityKind.COMMIT_SIGNATURE,
          id,
          "the signature header holds no OpenPGP, SSH or X.509 signature");
    }
    if (!commit.decoded()) {
      oddities.add(
          OddityKind.COMMIT_TEXT,
          id,
          "the message is neither UTF-8 nor what its encoding header says");
    } else if (commit.text().indexOf('\0') >= 0) {
      oddities.add(OddityKind.COMMIT_TEXT, id, "git shows the message only up to a NUL byte in it");
    }
    date(id, "author", commit.author().when());
    date(id, "committer", commit.committer().when());
    if (!ZONE.matcher(commit.zone()).matches()) {
      oddities.add(
          OddityKind.COMMIT_DATE, id, "the author's time zone is " + Printable.of(commit.zone()));
    }
  }

  private static String reason(CorruptObjectException e) {
    String message = String.valueOf(e.getMessage());
    return Printable.of(message);
  }

  private void date(CommitId id, String who, Instant when) {
    if (when.isBefore(GIT_IS_NEWER) || when.isAfter(clock.instant().plus(FUTURE))) {
      oddities.add(OddityKind.COMMIT_DATE, id, "the " + who + " date is " + when);
    }
  }
}
