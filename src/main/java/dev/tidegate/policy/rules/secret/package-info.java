/**
 * Rules of the family secret.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.secret;

import org.jspecify.annotations.NullMarked;
