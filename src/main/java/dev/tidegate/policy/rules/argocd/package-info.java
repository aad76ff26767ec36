/**
 * Rules of the family argocd.
 *
 * <p>Invariant: a rule opens no file and no socket and keeps no state between two changes.
 */
@NullMarked
package dev.tidegate.policy.rules.argocd;

import org.jspecify.annotations.NullMarked;
