/**
 * Which Applications, Terraform roots and Talos paths a change touches.
 *
 * <p>Invariant: says unaffected only where it is proven, on both trees.
 */
@NullMarked
package dev.tidegate.rollout.affected;

import org.jspecify.annotations.NullMarked;
