package dev.tidegate.change;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One commit of a change. Author and committer are what the commit claims: they prove nothing.
 *
 * @param seal its signature, if it has one; nobody has checked it yet
 * @param message the full message, decoded; bytes that do not decode become U+FFFD
 * @param header lines of the object's header that say more than the rest of this record, such as
 *     {@code encoding} and what no git wrote; mostly empty
 */
public record Commit(
    CommitId id,
    List<CommitId> parents,
    Person author,
    Person committer,
    String message,
    Optional<Seal> seal,
    String header) {
  public Commit {
    parents = List.copyOf(parents);
  }

  /** Without more in its header. */
  public Commit(
      CommitId id,
      List<CommitId> parents,
      Person author,
      Person committer,
      String message,
      Optional<Seal> seal) {
    this(id, parents, author, committer, message, seal, "");
  }

  /** First line of the message. */
  public String subject() {
    return message.lines().findFirst().orElse("");
  }

  /** True where it has a signature, valid or not. */
  public boolean signed() {
    return seal.isPresent();
  }

  /**
   * @param signature as it stands in the object, armoured
   * @param content the object's bytes without it: what was signed
   */
  public record Seal(String signature, byte[] content) {}

  /** A name and address as the commit claims them. */
  public record Person(String name, String email, Instant when) {}
}
