package dev.tidegate.change;

/** A full ref name, such as {@code refs/heads/main}. */
public record RefName(String full) {
  public RefName {
    if (!full.startsWith("refs/") || full.length() > 1000 || full.chars().anyMatch(c -> c < 32)) {
      throw new IllegalArgumentException("not a full ref name (refs/...)");
    }
  }

  public static RefName branch(String shortName) {
    return new RefName("refs/heads/" + shortName);
  }

  public boolean isBranch() {
    return full.startsWith("refs/heads/");
  }

  /** Without {@code refs/heads/} or {@code refs/tags/}. */
  public String shortName() {
    return full.replaceFirst("^refs/(heads|tags)/", "");
  }

  @Override
  public String toString() {
    return full;
  }
}
