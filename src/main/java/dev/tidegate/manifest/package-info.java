/**
 * Documents in, Kubernetes and Argo CD records out; knows no rule.
 *
 * <p>Invariant: reports no finding.
 */
@NullMarked
package dev.tidegate.manifest;

import org.jspecify.annotations.NullMarked;
