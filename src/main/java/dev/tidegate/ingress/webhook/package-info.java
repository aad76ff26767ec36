/**
 * A door (webhook): verify, decode, hand over, show.
 *
 * <p>Invariant: judges nothing.
 */
@NullMarked
package dev.tidegate.ingress.webhook;

import org.jspecify.annotations.NullMarked;
