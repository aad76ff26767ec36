/**
 * What Terraform configuration says: the commands it runs, the providers and modules it takes, the
 * Secrets it makes.
 *
 * <p>Invariant: reads what was parsed; knows no rule and no tree.
 */
@NullMarked
package dev.tidegate.manifest.terraform;

import org.jspecify.annotations.NullMarked;
