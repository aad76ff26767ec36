package dev.tidegate.sim;

import java.util.Optional;

/**
 * A pull request. {@code mergeCommit} is empty until it is merged.
 *
 * @param owner of the fork that its head stands in; empty where it stands in the repository itself
 * @param branch short name of the head's branch
 * @param target short name of the branch it wants to land on
 */
public record SimPull(
    int number,
    String title,
    String author,
    Optional<String> owner,
    String branch,
    String target,
    String head,
    boolean open,
    String mergeCommit) {
  public boolean merged() {
    return !mergeCommit.isEmpty();
  }

  SimPull at(String newHead) {
    return with(target, newHead, open, mergeCommit);
  }

  SimPull onto(String branchName) {
    return with(branchName, head, open, mergeCommit);
  }

  SimPull closed(String commit) {
    return with(target, head, false, commit);
  }

  private SimPull with(String newTarget, String newHead, boolean isOpen, String commit) {
    return new SimPull(number, title, author, owner, branch, newTarget, newHead, isOpen, commit);
  }

  /** A comment on a pull request. {@code edits} counts how often its body was replaced. */
  public record Comment(long id, int pull, String author, String body, int edits) {
    Comment edited(String newBody) {
      return new Comment(id, pull, author, newBody, edits + 1);
    }
  }
}
