/**
 * What the door lends to strangers.
 *
 * <p>Invariant: nothing is lent without a bound.
 */
@NullMarked
package dev.tidegate.ingress.webhook.limit;

import org.jspecify.annotations.NullMarked;
