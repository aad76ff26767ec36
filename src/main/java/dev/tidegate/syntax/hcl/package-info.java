/**
 * HCL with positions, as Terraform and OpenTofu read it; knows no meaning.
 *
 * <p>Invariant: evaluates nothing, opens nothing; bounded in depth, size and time.
 */
@NullMarked
package dev.tidegate.syntax.hcl;

import org.jspecify.annotations.NullMarked;
