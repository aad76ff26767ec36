/**
 * The bodies of deliveries at rest, packed.
 *
 * <p>Invariant: what is read is what arrived, byte for byte.
 */
@NullMarked
package dev.tidegate.inbox.body;

import org.jspecify.annotations.NullMarked;
