/**
 * Evaluates the rules of a schema that are written in CEL, within limits.
 *
 * <p>Invariant: a rule that cannot be evaluated is never taken for one that holds.
 */
@NullMarked
package dev.tidegate.schema.cel;

import org.jspecify.annotations.NullMarked;
