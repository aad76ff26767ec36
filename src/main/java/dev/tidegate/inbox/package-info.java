/**
 * Deliveries kept safe, deduplicated, retried, in lanes per pull request or ref.
 *
 * <p>Invariant: acknowledges nothing that is not on disk; parses no payload.
 */
@NullMarked
package dev.tidegate.inbox;

import org.jspecify.annotations.NullMarked;
