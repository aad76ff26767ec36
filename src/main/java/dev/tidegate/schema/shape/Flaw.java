package dev.tidegate.schema.shape;

/**
 * Something that does not fit the schema.
 *
 * @param line from 1
 * @param column from 1
 * @param path such as {@code spec.template.spec.containers[0].image}
 * @param kind what sort of flaw it is
 * @param what one sentence; quotes no value that could be secret
 * @param fix what to write instead
 */
public record Flaw(int line, int column, String path, Sort kind, String what, String fix) {
  /** Sorts that are told apart because settings and certainty differ. */
  public enum Sort {
    /** A field that the schema does not know. */
    UNKNOWN_FIELD,
    /** A required field that is absent. */
    MISSING,
    /** A value that is refused. */
    VALUE,
    /** Taken by the server, but hardly meant so. */
    DOUBTFUL,
    /** A rule of the schema that could not be evaluated here. */
    UNCHECKED,
    /** More work than one object may make; the rest of it was not judged. */
    COSTLY
  }
}
