/**
 * What a cluster says of its custom kinds, asked with kubectl.
 *
 * <p>Invariant: only reads; no credential is on a command line.
 */
@NullMarked
package dev.tidegate.client.kubernetes;

import org.jspecify.annotations.NullMarked;
