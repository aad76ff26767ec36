package dev.tidegate.client.git.remote;

import java.time.Duration;
import org.eclipse.jgit.lib.EmptyProgressMonitor;

/** Ends a transfer when its time is over. */
final class Deadline extends EmptyProgressMonitor {
  private final Duration patience;
  private final long end;

  Deadline(Duration patience) {
    this.patience = patience;
    this.end = System.nanoTime() + patience.toNanos();
  }

  Duration patience() {
    return patience;
  }

  boolean passed() {
    return System.nanoTime() - end > 0;
  }

  @Override
  public boolean isCancelled() {
    return passed();
  }
}
