/**
 * The processes around a hook: the one that git starts, and the resident one that answers for it.
 *
 * <p>Invariant: the verdict and its words come from one place, whichever process they are made in.
 */
@NullMarked
package dev.tidegate.ingress.hookd;

import org.jspecify.annotations.NullMarked;
