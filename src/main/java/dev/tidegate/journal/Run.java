package dev.tidegate.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One telling of a story. Finished steps answer from the journal, so that after a crash the story
 * is told again and goes on where it stopped. Used by one thread.
 */
public interface Run {
  /** Stable id of this run, the same in every telling. */
  String id();

  /**
   * Does the work unless it is recorded, and records what it gave. The work may run again after a
   * crash between the two: it must be safe to repeat. Names are unique within the run. What the
   * work gives is written as JSON.
   *
   * @throws Superseded at the boundary before the work, where something newer took this run's place
   */
  <T> T step(String name, Class<T> type, Supplier<T> work);

  /** As above for work that gives nothing. */
  void step(String name, Runnable work);

  /**
   * A place between two steps, for work that takes long.
   *
   * @throws Superseded as a step does
   */
  void boundary();

  /**
   * For an effect that must not happen twice: writes the intent, does the work, writes the outcome.
   * Where an intent stands without an outcome the probe is asked instead; an empty answer means
   * "cannot tell", and the run fails with {@link UnknownOutcome}. Work that throws leaves its
   * intent standing: the next telling asks the probe.
   *
   * @throws Superseded as a step does, but never between an intent and its outcome
   */
  <T> T once(String name, Class<T> type, Supplier<T> work, Supplier<Optional<T>> probe);

  /**
   * Thrown by a story that waits for something outside, so that no thread waits: it is told again
   * after the pause. Not a failure and not bounded: the story keeps its own deadline. Its lane
   * waits too, unless something newer takes the run's place.
   */
  final class Later extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration pause;

    public Later(Duration pause, String why) {
      super(why, null, false, false);
      this.pause = pause;
    }

    public Duration pause() {
      return pause;
    }
  }

  /** A newer head took this run's place; not a failure. */
  final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Superseded(String by) {
      super("superseded by " + by);
    }
  }

  /** An effect was begun and nobody can say how it ended. */
  final class UnknownOutcome extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownOutcome(String step) {
      super("the outcome of \"" + step + "\" is unknown; look at the system before replaying");
    }
  }
}
