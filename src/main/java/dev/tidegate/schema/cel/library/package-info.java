/**
 * CEL's functions and those that Kubernetes adds, each at its price.
 *
 * <p>Invariant: no function makes a large value, or takes long, before that is charged.
 */
@NullMarked
package dev.tidegate.schema.cel.library;

import org.jspecify.annotations.NullMarked;
