package dev.tidegate.change;

import java.util.regex.Pattern;

/** The SHA-1 id of a file's content: 40 lower-case hex digits. */
public record BlobId(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");

  public BlobId {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a blob id of 40 hex digits");
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
