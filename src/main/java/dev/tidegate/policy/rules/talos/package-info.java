/**
 * Rules of the family talos.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.talos;

import org.jspecify.annotations.NullMarked;
