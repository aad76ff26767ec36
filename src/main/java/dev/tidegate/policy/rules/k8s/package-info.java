/**
 * Rules of the family k8s.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.k8s;

import org.jspecify.annotations.NullMarked;
