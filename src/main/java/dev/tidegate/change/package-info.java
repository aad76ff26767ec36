/**
 * What somebody wants to land: commits, files, authors; port {@link dev.tidegate.change.Changes}.
 *
 * <p>Invariant: opens no file and no socket; a Change is never written to a journal.
 */
@NullMarked
package dev.tidegate.change;

import org.jspecify.annotations.NullMarked;
