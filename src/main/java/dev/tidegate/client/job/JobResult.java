package dev.tidegate.client.job;

/**
 * How a program ended.
 *
 * @param exit means something only where it EXITED by itself
 */
public record JobResult(End end, int exit) {
  /** TIMED_OUT and TOO_MUCH_OUTPUT: it was ended by us. */
  public enum End {
    EXITED,
    TIMED_OUT,
    TOO_MUCH_OUTPUT
  }

  /** True where it ended by itself with this code. */
  public boolean exited(int code) {
    return end == End.EXITED && exit == code;
  }
}
