/**
 * A whole history: every object that a ref reaches, each content with its first place.
 *
 * <p>Invariant: what is kept of a content is its name and place, never the content.
 */
@NullMarked
package dev.tidegate.client.git.past;

import org.jspecify.annotations.NullMarked;
