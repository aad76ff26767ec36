package dev.tidegate.schema;

/**
 * An API version and kind: {@code apps}, {@code v1}, {@code Deployment}; the core group is empty.
 */
public record Kind(String group, String version, String name) {
  public static Kind of(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return slash < 0
        ? new Kind("", apiVersion, kind)
        : new Kind(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }

  /** {@code apps/v1}, or {@code v1} for the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  @Override
  public String toString() {
    return name + " of " + apiVersion();
  }
}
