/**
 * Talks to a git remote: refs and objects, in bounded time.
 *
 * <p>Invariant: the token goes to the clone URL's own host and into no message.
 */
@NullMarked
package dev.tidegate.client.git.remote;

import org.jspecify.annotations.NullMarked;
