package dev.tidegate.gate;

import dev.tidegate.change.RepoId;
import java.time.Instant;
import java.util.List;

/**
 * What the forge says it sent us, for finding deliveries that never arrived. Reads only; throws
 * {@link dev.tidegate.trouble.RemoteException}. Thread-safe.
 */
public interface RecordedDeliveries {
  /**
   * Deliveries recorded at or after an instant, oldest first, whether they arrived or not. The
   * forge keeps about three days.
   */
  List<Recorded> since(List<RepoId> repositories, Instant instant);

  /** The content of one of them. */
  Sent fetch(Recorded recorded);

  /**
   * One attempt to deliver.
   *
   * @param id the forge's own number of this attempt
   * @param source whose hook: {@code app}, or {@code owner/name} of the repository
   * @param hookId as in {@code X-GitHub-Hook-ID}; empty where the list does not say
   * @param guid names the event; the same for every attempt
   * @param status HTTP status that the receiver gave; 0 where nobody answered
   */
  record Recorded(
      long id,
      String source,
      String hookId,
      String guid,
      String event,
      Instant at,
      int status,
      boolean redelivery) {
    /** True where the forge got a 2xx. */
    public boolean arrived() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * What was sent. It came over an authenticated connection, so no signature is checked.
   *
   * @param body the payload written as JSON again: equal in meaning, not byte for byte
   */
  record Sent(String hookId, String guid, String event, byte[] body) {}
}
