package dev.tidegate.ingress.webhook;

import java.time.Duration;

/**
 * Limits of the webhook door.
 *
 * @param maxBodyBytes largest body taken; GitHub sends at most 25 MiB
 * @param maxWaiting deliveries that may be read or wait for the disk at once, each way in by
 *     itself; more are answered 503
 * @param maxBytesWaiting bytes of bodies held at once; more are answered 503
 * @param maxConnections open connections; more wait in the operating system's queue
 * @param idleTimeout a connection on which nothing moves is closed after it; also the longest wait
 *     for a request's headers
 * @param bodyTimeout the longest time a whole body may take
 * @param minBytesPerSecond a body that comes slower is cut off
 */
public record DoorSettings(
    int maxBodyBytes,
    int maxWaiting,
    int maxBytesWaiting,
    int maxConnections,
    Duration idleTimeout,
    Duration bodyTimeout,
    int minBytesPerSecond) {
  /** GitHub's own limit: larger payloads are never sent. */
  public static final int LARGEST_BODY = 25 * 1024 * 1024;

  /** For a machine of two cores and some hundred megabytes of heap. */
  public static DoorSettings standard() {
    return new DoorSettings(
        LARGEST_BODY,
        1024,
        64 * 1024 * 1024,
        2048,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        2048);
  }
}
