/**
 * Runs one program to completion, bounded in time and output.
 *
 * <p>Invariant: no shell, no inherited environment.
 */
@NullMarked
package dev.tidegate.client.job;

import org.jspecify.annotations.NullMarked;
