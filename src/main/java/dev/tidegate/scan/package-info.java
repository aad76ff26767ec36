/**
 * Finds secrets in bytes: matcher, detectors, decoders; knows no git and no rule.
 *
 * <p>Invariant: no value leaves but masked; uses no network.
 */
@NullMarked
package dev.tidegate.scan;

import org.jspecify.annotations.NullMarked;
