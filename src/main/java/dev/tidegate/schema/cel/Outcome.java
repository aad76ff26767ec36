package dev.tidegate.schema.cel;

/** What became of one rule. */
public sealed interface Outcome {
  /** It is true. */
  record Holds() implements Outcome {}

  /** It is false. */
  record Broken() implements Outcome {}

  /** It costs more than there is to spend for this object. */
  record TooCostly(String limit) implements Outcome {}

  /** It could not be evaluated here; the server may do so. */
  record Unchecked(String why) implements Outcome {}
}
