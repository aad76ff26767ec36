/**
 * The door inside git: what a push or commit wants is read from what git gives its hooks, judged,
 * and answered with a message and an exit code.
 *
 * <p>Invariant: nothing is written into the repository, and whatever goes wrong rejects.
 */
@NullMarked
package dev.tidegate.ingress.hook;

import org.jspecify.annotations.NullMarked;
