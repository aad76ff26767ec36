/**
 * What the service says on standard error. Invariant: one event is one line at the first column,
 * whatever its text holds.
 */
@NullMarked
package dev.tidegate.meter.log;

import org.jspecify.annotations.NullMarked;
