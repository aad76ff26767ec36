/**
 * Finds the simple commands of shell text, with places; knows no program.
 *
 * <p>Invariant: runs nothing, opens nothing, never throws on input; bounded in time and memory.
 */
@NullMarked
package dev.tidegate.syntax.shell;

import org.jspecify.annotations.NullMarked;
