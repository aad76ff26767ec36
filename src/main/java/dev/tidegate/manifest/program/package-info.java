/**
 * Reads program text so far that the commands in it are found: literals, argument vectors, calls of
 * a shell; knows no rule.
 *
 * <p>Invariant: runs nothing, opens nothing, never throws on input.
 */
@NullMarked
package dev.tidegate.manifest.program;

import org.jspecify.annotations.NullMarked;
