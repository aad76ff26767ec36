/**
 * Which kinds a Kubernetes API server knows, by release and by CustomResourceDefinition.
 *
 * <p>Invariant: opens no socket, and answers "unknown" only for what it does not know.
 */
@NullMarked
package dev.tidegate.schema;

import org.jspecify.annotations.NullMarked;
