package dev.tidegate.report;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import java.util.List;

/**
 * What a check on a commit shall say.
 *
 * @param name such as {@code tidegate} or {@code tidegate/rollout}
 * @param externalId deterministic key of this report: by it a lost reply is looked up before
 *     anything is written again
 * @param title at most 255 characters
 * @param summary Markdown, at most 65,535 characters
 * @param text Markdown, at most 65,535 characters; may be empty
 */
public record CheckReport(
    RepoId repo,
    CommitId head,
    String name,
    String externalId,
    State state,
    String title,
    String summary,
    String text,
    List<Annotation> annotations) {
  public CheckReport {
    annotations = List.copyOf(annotations);
  }

  /**
   * {@code neutral} and {@code skipped} are not among them: both would satisfy a required check.
   */
  public enum State {
    IN_PROGRESS,
    SUCCESS,
    FAILURE,
    ACTION_REQUIRED
  }

  /** One line of the change. Level: {@code notice}, {@code warning} or {@code failure}. */
  public record Annotation(String path, int line, String level, String title, String message) {}
}
