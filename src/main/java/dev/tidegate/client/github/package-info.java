/**
 * GitHub's REST interface behind our ports.
 *
 * <p>Invariant: no change list of the API decides anything.
 */
@NullMarked
package dev.tidegate.client.github;

import org.jspecify.annotations.NullMarked;
