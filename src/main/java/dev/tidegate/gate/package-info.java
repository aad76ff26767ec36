/**
 * What the stories speak of and ask for: events, benches, landings, and the ports to the forge.
 *
 * <p>Invariant: touches no outside system but through a port.
 */
@NullMarked
package dev.tidegate.gate;

import org.jspecify.annotations.NullMarked;
