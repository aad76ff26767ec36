/**
 * Tries a policy before it counts: on cases beside it, on history, on what stands today.
 *
 * <p>Invariant: writes nothing; what it is given to judge with does the judging.
 */
@NullMarked
package dev.tidegate.trial;

import org.jspecify.annotations.NullMarked;
