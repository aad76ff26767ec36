package dev.tidegate.inbox;

import java.time.Duration;

/**
 * How deliveries are stored and handled.
 *
 * @param queue deliveries that may wait for the disk; more are refused
 * @param queueBytes bytes of bodies that may wait for the disk
 * @param workers lanes handled side by side
 * @param poll how often other processes' work is looked for; own work starts at once
 * @param heartbeat a lane whose owner missed four of these is taken over
 * @param tries failures of one delivery with a retryable cause before it is a dead letter
 * @param bugTries the same for failures that nobody expected
 * @param backoff the first pause after a failure; each further one is four times as long
 * @param backoffCap the longest pause
 * @param giveUp a delivery that a system keeps putting off is a dead letter after this
 * @param keepSettled how long settled deliveries are kept, dead letters excepted
 * @param keepDead how long the bodies of dead letters are kept
 * @param keepSteps how long the steps of runs are kept
 */
public record InboxSettings(
    int queue,
    long queueBytes,
    int workers,
    Duration poll,
    Duration heartbeat,
    int tries,
    int bugTries,
    Duration backoff,
    Duration backoffCap,
    Duration giveUp,
    Duration keepSettled,
    Duration keepDead,
    Duration keepSteps) {
  public InboxSettings {
    if (queue < 1 || queueBytes < 1 || workers < 1 || tries < 1 || bugTries < 1) {
      throw new IllegalArgumentException("bounds of the inbox must be positive");
    }
  }

  public static InboxSettings standard() {
    return new InboxSettings(
        4096,
        128L * 1024 * 1024,
        16,
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        8,
        3,
        Duration.ofSeconds(5),
        Duration.ofMinutes(30),
        Duration.ofDays(1),
        Duration.ofDays(30),
        Duration.ofDays(90),
        Duration.ofDays(120));
  }

  /** The same, but keeping settled deliveries for so long. */
  public InboxSettings keeping(Duration settled) {
    return new InboxSettings(
        queue,
        queueBytes,
        workers,
        poll,
        heartbeat,
        tries,
        bugTries,
        backoff,
        backoffCap,
        giveUp,
        settled,
        keepDead,
        keepSteps);
  }

  /** The pause after so many failures (from 1), without jitter. */
  Duration pauseAfter(int failures) {
    Duration pause = backoff;
    for (int i = 1; i < failures && pause.compareTo(backoffCap) < 0; i++) {
      pause = pause.multipliedBy(4);
    }
    return pause.compareTo(backoffCap) < 0 ? pause : backoffCap;
  }
}
