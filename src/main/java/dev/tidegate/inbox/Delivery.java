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
public record Delivery(String hookId, String guid, String event, Instant receivedAt, byte[] body) {}
