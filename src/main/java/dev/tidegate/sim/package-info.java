/**
 * A simulated GitHub and Argo CD on loopback, for the demo and the tests.
 *
 * <p>Invariant: the product never needs it.
 */
@NullMarked
package dev.tidegate.sim;

import org.jspecify.annotations.NullMarked;
