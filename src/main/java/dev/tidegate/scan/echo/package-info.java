/**
 * A value that is known to be a secret, looked for in the rest: as it is and in base64, whatever
 * stands around it.
 *
 * <p>Invariant: what it knows ends with the judgement; no value leaves it.
 */
@NullMarked
package dev.tidegate.scan.echo;

import org.jspecify.annotations.NullMarked;
