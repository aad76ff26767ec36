/**
 * Rules that a policy file writes as CEL expressions.
 *
 * <p>Invariant: an expression that fails or costs too much denies.
 */
@NullMarked
package dev.tidegate.policy.rules.custom;

import org.jspecify.annotations.NullMarked;
