package dev.tidegate.schema.shape;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What may stand at one place of an object. Immutable and shared.
 *
 * @param types a mask of {@link #STRING} and so on; 0 for any
 * @param flags a mask of {@link #CLOSED} and so on
 * @param required fields that have no default
 * @param items of a list
 * @param additional of a map with free keys
 * @param listKeys the fields that tell the items of a list apart
 * @param preset the default, as JSON
 */
public record Node(
    int types,
    int flags,
    Map<String, Node> properties,
    List<String> required,
    @Nullable Node items,
    @Nullable Node additional,
    List<String> listKeys,
    @Nullable String preset,
    Bounds bounds,
    Choice choice,
    List<Rule> rules) {
  public static final int STRING = 1;
  public static final int INTEGER = 2;
  public static final int NUMBER = 4;
  public static final int BOOLEAN = 8;
  public static final int OBJECT = 16;
  public static final int ARRAY = 32;

  /** Fields beyond the properties are unknown. */
  public static final int CLOSED = 1;

  /** A whole object of its own, with apiVersion, kind and metadata. */
  public static final int EMBEDDED = 2;

  /** A list without equal items. */
  public static final int UNIQUE = 4;

  /** Fields that are not known are kept, so they are meant. */
  public static final int PRESERVE = 8;

  /** Equal items are taken by the server, though hardly meant. */
  public static final int TWINS_PASS = 16;

  public static final Node ANY =
      new Node(
          0,
          0,
          Map.of(),
          List.of(),
          null,
          null,
          List.of(),
          null,
          Bounds.NONE,
          Choice.NONE,
          List.of());

  /** True for the one constant: a look that costs nothing. */
  @SuppressWarnings("ReferenceEquality")
  boolean isAny() {
    return this == ANY;
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }

  boolean allows(int type) {
    return types == 0 || (types & type) != 0;
  }

  /**
   * Sub-schemas that only narrow.
   *
   * @param not what must not fit
   */
  public record Choice(List<Node> all, List<Node> any, List<Node> one, @Nullable Node not) {
    public static final Choice NONE = new Choice(List.of(), List.of(), List.of(), null);

    /** True for the one constant: a look that costs nothing. */
    @SuppressWarnings("ReferenceEquality")
    boolean isNone() {
      return this == NONE;
    }
  }

  /** One of {@code x-kubernetes-validations}; texts are empty where absent. */
  public record Rule(
      String expression, String message, String messageExpression, boolean optionalOld) {}
}
