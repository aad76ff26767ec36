/**
 * The trouble that is expected: a configuration that cannot be used, a system that does not answer.
 *
 * <p>Invariant: knows no other room.
 */
@NullMarked
package dev.tidegate.trouble;

import org.jspecify.annotations.NullMarked;
