/**
 * Rules about the repository's own policy.
 *
 * <p>Invariant: opens no file and no socket.
 */
@NullMarked
package dev.tidegate.policy.rules.policy;

import org.jspecify.annotations.NullMarked;
