/**
 * Bytes and texts undone from what hides them from a reader: NUL bytes, invisible characters,
 * escapes, values written in pieces. Invariant: knows no format of a secret; time is linear.
 */
@NullMarked
package dev.tidegate.scan.text;

import org.jspecify.annotations.NullMarked;
