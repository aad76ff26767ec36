/**
 * What the Applications of a tree deploy, as far as text goes.
 *
 * <p>Invariant: what a chart, a plugin or a generator may bring is never taken for nothing.
 */
@NullMarked
package dev.tidegate.manifest.deployed;

import org.jspecify.annotations.NullMarked;
