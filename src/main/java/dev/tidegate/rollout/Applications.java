package dev.tidegate.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Applications of one Argo CD. Nothing here starts a sync. Every method throws {@link
 * dev.tidegate.trouble.RemoteException}. Thread-safe.
 */
public interface Applications {
  /**
   * All Applications of all namespaces that we may see. An empty answer is checked: without rights
   * Argo CD answers with an empty list, and that is an exception here.
   */
  List<App> list();

  /** The Application now; empty where it does not exist. */
  Optional<App> get(AppName name, String project);

  /**
   * Asks for a comparison with git and waits for the answer, which proves nothing by itself: Argo
   * CD loses requests and then answers with the old revision. Safe to repeat, but not within 300 ms
   * of the last answer. Empty where the Application does not exist.
   *
   * @param deadline after which a passing RemoteException is thrown
   */
  Optional<App> refresh(AppName name, String project, Refresh kind, Duration deadline);

  /** True where a sync window forbids automatic syncs of this Application now. */
  boolean blockedByWindow(AppName name, String project);

  /** {@code HARD} also throws the cache of rendered manifests away. */
  enum Refresh {
    NORMAL,
    HARD
  }
}
