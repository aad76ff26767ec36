package dev.tidegate.schema.cel;

/** What became of one rule. */
public sealed interface Outcome {
  /** It is true. */
  record Holds() implements Outcome {}

  /** It is false. */
  record Broken() implements Outcome {}

  /** It could not be evaluated here; the server may do so. */
  record Unchecked(String why) implements Outcome {}
}
