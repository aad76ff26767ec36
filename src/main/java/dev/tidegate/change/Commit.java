package dev.tidegate.change;

import java.time.Instant;
import java.util.List;

/**
 * One commit of a change. Author and committer are what the commit claims: they prove nothing.
 *
 * @param message the full message, decoded; bytes that do not decode become U+FFFD
 */
public record Commit(
    CommitId id,
    List<CommitId> parents,
    Person author,
    Person committer,
    String message,
    boolean signed) {
  public Commit {
    parents = List.copyOf(parents);
  }

  /** First line of the message. */
  public String subject() {
    return message.lines().findFirst().orElse("");
  }

  /** A name and address as the commit claims them. */
  public record Person(String name, String email, Instant when) {}
}
