package dev.tidegate.inbox;

import java.time.Instant;

/**
 * A verified delivery, as it came.
 *
 * @param hookId {@code X-GitHub-Hook-ID}; empty where the sender gave none
 * @param guid {@code X-GitHub-Delivery}; names the event, not the delivery: unique with the hook id
 * @param event {@code X-GitHub-Event}
 * @param body the raw bytes; do not change the array
 */
public record Delivery(String hookId, String guid, String event, Instant receivedAt, byte[] body) {
  private static final int LONGEST_NAME = 255;

  /**
   * Throws IllegalArgumentException where a name is longer than 255 or holds control characters.
   */
  public Delivery {
    requireName("hook id", hookId);
    requireName("GUID", guid);
    requireName("event", event);
  }

  /**
   * Work that Tidegate gives itself, kept, ordered and retried as a delivery is.
   *
   * @param event such as {@code tidegate:poll}
   * @param key the same key twice is one piece of work
   */
  public static Delivery internal(String event, String key, Instant at, byte[] body) {
    return new Delivery("tidegate", key, event, at, body);
  }

  private static void requireName(String what, String name) {
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("the " + what + " of a delivery is malformed");
    }
  }
}
