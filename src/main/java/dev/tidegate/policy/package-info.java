/**
 * Judges a change; one class per rule.
 *
 * <p>Invariant: opens no file and no socket; a rule that crashes denies.
 */
@NullMarked
package dev.tidegate.policy;

import org.jspecify.annotations.NullMarked;
