/**
 * A value that cannot be printed, and where it comes from.
 *
 * <p>Invariant: no method of a Secret but reveal() shows the value.
 */
@NullMarked
package dev.tidegate.secret;

import org.jspecify.annotations.NullMarked;
