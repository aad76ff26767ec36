/**
 * Git objects, read with limits: trees, commits, content, who descends from whom.
 *
 * <p>Invariant: writes no object, and trusts none: a size is looked at before the content, and a
 * tree's order, names and modes are never assumed.
 */
@NullMarked
package dev.tidegate.client.git.objects;

import org.jspecify.annotations.NullMarked;
