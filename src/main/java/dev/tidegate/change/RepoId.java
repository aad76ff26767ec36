package dev.tidegate.change;

import java.util.regex.Pattern;

/** A repository on the forge: {@code owner/name}. */
public record RepoId(String owner, String name) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public RepoId {
    if (!valid(owner) || !valid(name)) {
      throw new IllegalArgumentException("not a repository name (owner/name)");
    }
  }

  /** Parses {@code owner/name}; throws IllegalArgumentException for anything else. */
  public static RepoId of(String fullName) {
    int slash = fullName.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not a repository name (owner/name)");
    }
    return new RepoId(fullName.substring(0, slash), fullName.substring(slash + 1));
  }

  private static boolean valid(String part) {
    return PART.matcher(part).matches() && !part.equals(".") && !part.equals("..");
  }

  public String fullName() {
    return owner + "/" + name;
  }

  @Override
  public String toString() {
    return fullName();
  }
}
