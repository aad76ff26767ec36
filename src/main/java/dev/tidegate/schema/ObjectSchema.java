package dev.tidegate.schema;

import dev.tidegate.schema.shape.Flaw;
import dev.tidegate.schema.shape.Node;
import dev.tidegate.schema.shape.Validator;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.List;

/** The schema of one kind. Immutable and thread-safe. */
public final class ObjectSchema {
  private final Node node;
  private final Node metadata;

  ObjectSchema(Node node, Node metadata) {
    this.node = node;
    this.metadata = metadata;
  }

  /**
   * What does not fit, in the object's order; the first forty or so.
   *
   * @param partial true for a patch, which need not be complete
   */
  public List<Flaw> judge(Mapping object, boolean partial) {
    return new Validator(metadata, partial).judge(object, node);
  }
}
