/**
 * What exists: clusters, applications' home, Terraform roots, Talos paths.
 *
 * <p>Invariant: knows nothing of how any of it is reached.
 */
@NullMarked
package dev.tidegate.fleet;

import org.jspecify.annotations.NullMarked;
