/**
 * The stories, each readable from top to bottom: a push, a pull request, a request.
 *
 * <p>Invariant: touches no outside system but through a port; a story that cannot finish leaves no
 * check green.
 */
@NullMarked
package dev.tidegate.gate.story;

import org.jspecify.annotations.NullMarked;
