package dev.tidegate.inbox;

import dev.tidegate.journal.Run;
import java.util.Optional;

/** What the lanes call; the stories implement it. Thread-safe. */
public interface Handler {
  /**
   * The lane of a delivery, decided after it is stored. Empty: nothing to do, kept for replay. An
   * exception: the delivery cannot be decoded; it goes to the dead letters with that reason.
   */
  Optional<Lane> lane(Delivery delivery);

  /**
   * Handles one delivery. A retryable {@link dev.tidegate.trouble.RemoteException} is tried again
   * with backoff (or after what the system asked for); {@link Run.Later} tells the story again
   * after a pause; {@link Run.Superseded} settles it; anything else is a bug: retried a bounded
   * number of times, then a dead letter.
   */
  void handle(Delivery delivery, Run run);
}
