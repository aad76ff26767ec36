/**
 * The stories: a push, a pull request, a comment, carried all the way.
 *
 * <p>Invariant: touches no outside system but through a port.
 */
@NullMarked
package dev.tidegate.gate;

import org.jspecify.annotations.NullMarked;
