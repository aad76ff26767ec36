/**
 * Each finished step of a run, so that a restart resumes.
 *
 * <p>Invariant: an effect whose intent stands without an outcome is probed, never blindly run
 * again.
 */
@NullMarked
package dev.tidegate.journal;

import org.jspecify.annotations.NullMarked;
