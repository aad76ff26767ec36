package dev.tidegate.change;

import java.util.Optional;

/**
 * How a change arrived.
 *
 * @param ref the branch it wants to land on or was pushed to
 * @param actor the authenticated account that pushed or opened it, as the forge knows it; absent
 *     where nobody vouches for one
 * @param forced true where the push drops commits from a protected ref, or deletes it
 */
public record Origin(Door door, Optional<RefName> ref, Optional<String> actor, boolean forced) {
  /** The way in. */
  public enum Door {
    PUSH,
    PULL_REQUEST,
    MERGE_GROUP,
    HOOK,
    COMMAND_LINE
  }

  public static Origin commandLine() {
    return new Origin(Door.COMMAND_LINE, Optional.empty(), Optional.empty(), false);
  }
}
