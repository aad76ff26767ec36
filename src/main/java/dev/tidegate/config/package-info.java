/**
 * The configuration file as records, assembled from each feature's settings.
 *
 * <p>Invariant: a secret is a reference, never a literal.
 */
@NullMarked
package dev.tidegate.config;

import org.jspecify.annotations.NullMarked;
