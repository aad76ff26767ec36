/** The composition root: the only place that says {@code new} for collaborators. */
@NullMarked
package dev.tidegate;

import org.jspecify.annotations.NullMarked;
