/**
 * The one way out of a sandbox that has no network.
 *
 * <p>Invariant: what is not on the list of hosts is not dialled.
 */
@NullMarked
package dev.tidegate.client.terraform.egress;

import org.jspecify.annotations.NullMarked;
