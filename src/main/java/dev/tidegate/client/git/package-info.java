/**
 * Git through JGit: mirrors, objects, changes computed from trees.
 *
 * <p>Invariant: checks nothing out, runs no filter, follows no submodule.
 */
@NullMarked
package dev.tidegate.client.git;

import org.jspecify.annotations.NullMarked;
