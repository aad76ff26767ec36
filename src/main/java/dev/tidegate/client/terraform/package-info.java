/**
 * Terraform plans inside a sandbox.
 *
 * <p>Invariant: nothing of a pull request runs outside the sandbox.
 */
@NullMarked
package dev.tidegate.client.terraform;

import org.jspecify.annotations.NullMarked;
