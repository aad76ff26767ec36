package dev.tidegate.schema;

/** What is known of a kind. */
public sealed interface Lookup {
  /**
   * @param source where the schema is from, in words: {@code Kubernetes 1.33}
   * @param certain false where the schema may be older than the cluster, so that a field it does
   *     not know may exist
   */
  record Found(ObjectSchema schema, String source, boolean certain) implements Lookup {}

  /**
   * The group is known, this kind or version of it is not.
   *
   * @param what one sentence
   * @param fix what to write instead
   */
  record Refused(String what, String fix) implements Lookup {}

  /** Nothing is known of the group. */
  record Foreign() implements Lookup {}
}
