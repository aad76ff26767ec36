/**
 * Rules of the family terraform.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.terraform;

import org.jspecify.annotations.NullMarked;
