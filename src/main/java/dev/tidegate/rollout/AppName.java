package dev.tidegate.rollout;

/** An Application: names are unique within a namespace only. */
public record AppName(String namespace, String name) implements Comparable<AppName> {
  public AppName {
    if (name.isBlank() || namespace.isBlank()) {
      throw new IllegalArgumentException("an Application without a name or namespace");
    }
  }

  @Override
  public int compareTo(AppName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
