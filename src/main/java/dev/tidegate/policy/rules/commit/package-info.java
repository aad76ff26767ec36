/**
 * Rules of the family commit.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.commit;

import org.jspecify.annotations.NullMarked;
