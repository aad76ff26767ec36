package dev.tidegate.rollout;

import java.time.Duration;

/** Waits between two questions; a test moves its clock instead. */
@FunctionalInterface
public interface Pacer {
  /**
   * Returns after the time has passed.
   *
   * @throws InterruptedException where the service stops
   */
  void pause(Duration time) throws InterruptedException;
}
