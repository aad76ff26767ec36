/**
 * What configuration files are described with: shapes that read a place and print its JSON Schema.
 *
 * <p>Invariant: a shape tells each problem it meets, with line and column, and gives no value then.
 */
@NullMarked
package dev.tidegate.config.shape;

import org.jspecify.annotations.NullMarked;
