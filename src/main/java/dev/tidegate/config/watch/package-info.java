/**
 * The configuration in force, and what takes its place when the file changes.
 *
 * <p>Invariant: a file with a problem changes nothing.
 */
@NullMarked
package dev.tidegate.config.watch;

import org.jspecify.annotations.NullMarked;
