/**
 * What an API server refuses of an object although its schema fits: fields that contradict each
 * other, names that nothing bears.
 *
 * <p>Invariant: says nothing of a value that is still to be filled in, and quotes no value of a
 * Secret.
 */
@NullMarked
package dev.tidegate.manifest.check;

import org.jspecify.annotations.NullMarked;
