/**
 * Argo CD's REST interface behind our port.
 *
 * <p>Invariant: never asks for more than applications get.
 */
@NullMarked
package dev.tidegate.client.argocd;

import org.jspecify.annotations.NullMarked;
