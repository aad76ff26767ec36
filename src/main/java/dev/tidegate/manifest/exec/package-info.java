/**
 * Finds what a file would run, wherever its kind lets commands stand; knows no rule.
 *
 * <p>Invariant: runs nothing, opens nothing, never throws on input.
 */
@NullMarked
package dev.tidegate.manifest.exec;

import org.jspecify.annotations.NullMarked;
