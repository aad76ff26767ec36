/**
 * Rules of the family identity.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.identity;

import org.jspecify.annotations.NullMarked;
