package dev.tidegate.sim;

/**
 * A pull request. {@code mergeCommit} is empty until it is merged.
 *
 * @param branch short name of the head's branch
 * @param target short name of the branch it wants to land on
 */
public record SimPull(
    int number,
    String title,
    String author,
    String branch,
    String target,
    String head,
    boolean open,
    String mergeCommit) {
  public boolean merged() {
    return !mergeCommit.isEmpty();
  }

  SimPull at(String newHead) {
    return new SimPull(number, title, author, branch, target, newHead, open, mergeCommit);
  }

  SimPull onto(String branchName) {
    return new SimPull(number, title, author, branch, branchName, head, open, mergeCommit);
  }

  SimPull closed(String commit) {
    return new SimPull(number, title, author, branch, target, head, false, commit);
  }

  /** A comment on a pull request. {@code edits} counts how often its body was replaced. */
  public record Comment(long id, int pull, String author, String body, int edits) {
    Comment edited(String newBody) {
      return new Comment(id, pull, author, newBody, edits + 1);
    }
  }
}
