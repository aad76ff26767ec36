package dev.tidegate.change;

import java.util.Optional;

/** One path of the tree diff base..head, renames not followed: at least one side is present. */
public record PathChange(String path, Optional<FileEntry> before, Optional<FileEntry> after) {
  public PathChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a path change without a side");
    }
  }

  public boolean deleted() {
    return after.isEmpty();
  }
}
