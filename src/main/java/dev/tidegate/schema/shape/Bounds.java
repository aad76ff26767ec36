package dev.tidegate.schema.shape;

import com.google.re2j.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits on values. NaN and -1 stand for none; enum values are texts as YAML would read them.
 *
 * @param pattern searched for, not matched, as JSON Schema does; time is linear in the text
 */
public record Bounds(
    List<String> words,
    @Nullable Pattern pattern,
    String format,
    double min,
    double max,
    boolean aboveMin,
    boolean belowMax,
    double multipleOf,
    long minLength,
    long maxLength,
    long minItems,
    long maxItems,
    long minProperties,
    long maxProperties) {
  public static final Bounds NONE =
      new Bounds(
          List.of(),
          null,
          "",
          Double.NaN,
          Double.NaN,
          false,
          false,
          Double.NaN,
          -1,
          -1,
          -1,
          -1,
          -1,
          -1);

  /** True for the one constant: a look that costs nothing. */
  @SuppressWarnings("ReferenceEquality")
  boolean isNone() {
    return this == NONE;
  }
}
