package dev.tidegate.client.http;

import java.time.Duration;

/**
 * What a client of one outside system puts up with.
 *
 * @param connect until the connection stands, TLS included
 * @param silence longest pause between two bytes of an answer
 * @param deadline for a whole call, its repetitions and its body included; a request may say less
 *     or more
 * @param maxBody bytes of an answer, after decompression
 * @param readAttempts how often a read is tried in all; a write is tried once
 */
public record HttpLimits(
    Duration connect, Duration silence, Duration deadline, long maxBody, int readAttempts) {
  public HttpLimits {
    if (connect.isNegative() || connect.isZero() || silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("a time-out of zero would wait for ever");
    }
    if (deadline.isNegative() || deadline.isZero() || maxBody < 1 || readAttempts < 1) {
      throw new IllegalArgumentException("a limit below one lets nothing through");
    }
  }

  /** 5 s to connect, 15 s of silence, 30 s in all, 16 MiB, three attempts at a read. */
  public static HttpLimits standard() {
    return new HttpLimits(
        Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(30), 16L << 20, 3);
  }

  public HttpLimits withMaxBody(long bytes) {
    return new HttpLimits(connect, silence, deadline, bytes, readAttempts);
  }

  public HttpLimits withDeadline(Duration whole) {
    return new HttpLimits(connect, silence, whole, maxBody, readAttempts);
  }

  public HttpLimits withSilence(Duration longest) {
    return new HttpLimits(connect, longest, deadline, maxBody, readAttempts);
  }
}
