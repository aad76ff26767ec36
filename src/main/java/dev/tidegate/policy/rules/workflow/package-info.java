/**
 * Rules of the family workflow.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.workflow;

import org.jspecify.annotations.NullMarked;
