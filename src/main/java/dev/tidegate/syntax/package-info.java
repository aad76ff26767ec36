/**
 * Reads languages with positions: YAML, HCL, shell; knows no meaning.
 *
 * <p>Invariant: runs nothing, opens nothing; bounded in time and memory by its input's size.
 */
@NullMarked
package dev.tidegate.syntax;

import org.jspecify.annotations.NullMarked;
