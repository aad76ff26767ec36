package dev.tidegate.gate.story;

import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Landings;
import dev.tidegate.gate.RecordedDeliveries;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Intake;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what never arrived: GitHub sends each delivery once. The sweep asks what it recorded and
 * takes in what is missing here; the poll of branch heads covers gaps older than GitHub remembers.
 * Both are safe to repeat: the inbox keeps each once.
 */
public final class Catch {
  private static final Logger log = LoggerFactory.getLogger(Catch.class);

  /** How far back the sweep looks; GitHub itself keeps about three days. */
  private static final Duration WINDOW = Duration.ofDays(3);

  /** A delivery younger than this may still be on its way. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Benches benches;
  private final Changes changes;
  private final Optional<RecordedDeliveries> recorded;
  private final Landings landings;
  private final Intake intake;
  private final Function<Instant, Set<String>> known;
  private final InstantSource clock;
  private final Map<RepoId, CommitId> unjudged = new ConcurrentHashMap<>();

  /**
   * @param known GUIDs of the deliveries stored since an instant
   */
  public Catch(
      Benches benches,
      Changes changes,
      Optional<RecordedDeliveries> recorded,
      Landings landings,
      Intake intake,
      Function<Instant, Set<String>> known,
      InstantSource clock) {
    this.benches = benches;
    this.changes = changes;
    this.recorded = recorded;
    this.landings = landings;
    this.intake = intake;
    this.known = known;
    this.clock = clock;
  }

  /** Takes in every delivery that GitHub recorded and we lack. */
  public void sweep() {
    if (recorded.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Instant since = now.minus(WINDOW);
    List<RepoId> repos = benches.tracked().stream().map(Benches.Tracked::repo).toList();
    Set<String> have = known.apply(since);
    for (RecordedDeliveries.Recorded r : recorded.get().since(repos, since)) {
      if (!have.contains(r.guid()) && r.at().isBefore(now.minus(GRACE))) {
        RecordedDeliveries.Sent sent = recorded.get().fetch(r);
        intake
            .accept(new Delivery(sent.hookId(), sent.guid(), sent.event(), now, sent.body()))
            .join();
        log.info("recovered delivery {} ({}) that never arrived", r.guid(), r.event());
      }
    }
  }

  /**
   * Tells the inbox of a protected branch whose tip nobody told us of. One that was not there at
   * the look before may still be on its way, or is being judged at this moment.
   */
  public void heads() {
    for (Benches.Tracked tracked : benches.tracked()) {
      try {
        head(tracked);
      } catch (RemoteException e) {
        log.warn("the head of {} could not be read: {}", tracked.repo(), e.getMessage());
      }
    }
  }

  private void head(Benches.Tracked tracked) {
    Optional<CommitId> judged =
        landings.last(tracked.repo(), tracked.branch()).map(Landings.Landing::judged);
    Optional<CommitId> tip = changes.tip(tracked.repo(), tracked.branch());
    // A branch that was never judged is left to its first push, which says where it began.
    if (judged.isEmpty() || tip.isEmpty() || tip.equals(judged)) {
      unjudged.remove(tracked.repo());
      return;
    }
    if (!tip.get().equals(unjudged.put(tracked.repo(), tip.get()))) {
      return;
    }
    intake
        .accept(
            Internal.push(
                tracked.repo(),
                tracked.branch(),
                judged,
                tip.get(),
                "head:" + tracked.repo() + ":" + tip.get(),
                clock.instant()))
        .join();
  }
}
