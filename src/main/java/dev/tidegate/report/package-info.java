/**
 * Says it well: Markdown, check run, terminal, JSON, SARIF.
 *
 * <p>Invariant: decides nothing; every byte that leaves goes through one redactor.
 */
@NullMarked
package dev.tidegate.report;

import org.jspecify.annotations.NullMarked;
