/**
 * The one HTTP client: limits, time-outs, redaction.
 *
 * <p>Invariant: a write is never repeated blindly.
 */
@NullMarked
package dev.tidegate.client.http;

import org.jspecify.annotations.NullMarked;
