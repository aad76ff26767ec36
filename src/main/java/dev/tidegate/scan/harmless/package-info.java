/**
 * What stands where a secret could stand and is none: references, templates, placeholders,
 * published keys. Invariant: it knows no vendor's format and opens no file but its own table.
 */
@NullMarked
package dev.tidegate.scan.harmless;

import org.jspecify.annotations.NullMarked;
