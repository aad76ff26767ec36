/**
 * Exceptions from rules: written beside a line, in a policy file, or as a baseline.
 *
 * <p>Invariant: nothing counts without a reason and a last day.
 */
@NullMarked
package dev.tidegate.policy.except;

import org.jspecify.annotations.NullMarked;
