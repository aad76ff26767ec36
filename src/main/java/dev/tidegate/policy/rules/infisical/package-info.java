/**
 * Rules of the family infisical.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.infisical;

import org.jspecify.annotations.NullMarked;
