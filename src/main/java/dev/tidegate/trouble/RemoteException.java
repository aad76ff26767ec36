package dev.tidegate.trouble;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An outside system refused, failed or did not answer. The message is fit for people: what
 * happened, where, what to do next; it holds no secret.
 */
public final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String system;
  private final boolean retryable;
  private final @Nullable Duration retryAfter;

  private RemoteException(
      String system,
      boolean retryable,
      @Nullable Duration retryAfter,
      String message,
      @Nullable Throwable cause) {
    super(system + ": " + message, cause);
    this.system = system;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }

  /** Trouble that asking again can mend: time-outs, 5xx, connection refused. */
  public static RemoteException passing(String system, String message, @Nullable Throwable cause) {
    return new RemoteException(system, true, null, message, cause);
  }

  /** The system asked us to come back later (rate limit); nothing may be sent to it before that. */
  public static RemoteException limited(String system, String message, Duration retryAfter) {
    return new RemoteException(system, true, retryAfter, message, null);
  }

  /** A final answer: not found, forbidden, malformed. */
  public static RemoteException lasting(String system, String message, @Nullable Throwable cause) {
    return new RemoteException(system, false, null, message, cause);
  }

  /** Short name of the system, such as {@code github} or {@code argocd}. */
  public String system() {
    return system;
  }

  public boolean retryable() {
    return retryable;
  }

  /** How long to wait at least before the next request, where the system said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
