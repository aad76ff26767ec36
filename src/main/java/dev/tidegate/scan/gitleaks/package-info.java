/**
 * Reads gitleaks' configuration and finds what its rules describe. Patterns keep their RE2 syntax
 * and run in linear time.
 *
 * <p>Invariant: opens no file and no socket; nothing that was written is dropped without a problem.
 */
@NullMarked
package dev.tidegate.scan.gitleaks;

import org.jspecify.annotations.NullMarked;
