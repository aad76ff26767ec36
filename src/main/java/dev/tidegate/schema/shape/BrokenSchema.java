package dev.tidegate.schema.shape;

/** A schema that cannot be compiled: what and where. Callers deny, they never skip. */
public final class BrokenSchema extends Exception {
  private static final long serialVersionUID = 1;
  private final int line;

  public BrokenSchema(String what, int line) {
    super(what);
    this.line = line;
  }

  /** Line of the schema's own file, from 1; 0 where it is not from a file. */
  public int line() {
    return line;
  }
}
