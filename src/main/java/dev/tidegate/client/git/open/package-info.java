/**
 * Repositories opened as git's environment says, and kept open.
 *
 * <p>Invariant: nothing of the machine's or the account's git configuration is read.
 */
@NullMarked
package dev.tidegate.client.git.open;

import org.jspecify.annotations.NullMarked;
