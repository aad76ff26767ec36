/**
 * Rules about what an Application deploys as a whole: objects that must fit each other.
 *
 * <p>Invariant: nothing is said about what a chart, a plugin or a generator may bring.
 */
@NullMarked
package dev.tidegate.policy.rules.deployed;

import org.jspecify.annotations.NullMarked;
