/**
 * Plans which systems a change touches, then drives each until it has settled.
 *
 * <p>Invariant: never says deployed without the revision in what the system itself answered.
 */
@NullMarked
package dev.tidegate.rollout;

import org.jspecify.annotations.NullMarked;
