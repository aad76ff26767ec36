/**
 * Runs the rules over a change and adds up what they found.
 *
 * <p>Invariant: no rule is left out in silence: one that crashes or is too slow denies.
 */
@NullMarked
package dev.tidegate.policy.engine;

import org.jspecify.annotations.NullMarked;
