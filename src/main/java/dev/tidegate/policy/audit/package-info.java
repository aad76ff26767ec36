/**
 * The rules about secrets over a whole history: each content once, each finding where it stood
 * first.
 *
 * <p>Invariant: holds no more than one content per thread, and no secret's value in a finding.
 */
@NullMarked
package dev.tidegate.policy.audit;

import org.jspecify.annotations.NullMarked;
