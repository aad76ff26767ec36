/**
 * A git repository served over HTTP, as a forge serves it.
 *
 * <p>Invariant: knows no pull request and no webhook.
 */
@NullMarked
package dev.tidegate.sim.git;

import org.jspecify.annotations.NullMarked;
