/**
 * Finds what is hostile or odd about git objects: names, links, trees, commits, git's own files.
 *
 * <p>Invariant: judges nothing; it says what is there, and {@code OddityKind} what that weighs.
 */
@NullMarked
package dev.tidegate.client.git.check;

import org.jspecify.annotations.NullMarked;
