/**
 * How single values are written in Kubernetes: numbers, names, quantities, schedules.
 *
 * <p>Invariant: knows no document, and no sentence quotes a value.
 */
@NullMarked
package dev.tidegate.schema.format;

import org.jspecify.annotations.NullMarked;
