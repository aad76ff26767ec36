/**
 * What a value may look like: schemas compiled to nodes, and objects held against them.
 *
 * <p>Invariant: a schema that cannot be compiled is never taken for one that allows everything.
 */
@NullMarked
package dev.tidegate.schema.shape;

import org.jspecify.annotations.NullMarked;
