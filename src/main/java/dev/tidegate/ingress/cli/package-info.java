/**
 * A door (cli): verify, decode, hand over, show.
 *
 * <p>Invariant: judges nothing.
 */
@NullMarked
package dev.tidegate.ingress.cli;

import org.jspecify.annotations.NullMarked;
