/**
 * What happens, counted for Prometheus: deliveries, lanes, checks, rollouts.
 *
 * <p>Invariant: decides nothing; what it wraps behaves as before.
 */
@NullMarked
package dev.tidegate.meter;

import org.jspecify.annotations.NullMarked;
