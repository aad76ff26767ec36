/** Helpers that every room's tests share. */
@NullMarked
package dev.tidegate.testing;

import org.jspecify.annotations.NullMarked;
