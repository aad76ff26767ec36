package dev.tidegate.gate.story;

import dev.tidegate.gate.Benches;
import dev.tidegate.gate.Event;
import dev.tidegate.gate.Event.CheckRequested;
import dev.tidegate.gate.Event.Commented;
import dev.tidegate.gate.Event.MergeGroupRequested;
import dev.tidegate.gate.Event.Pinged;
import dev.tidegate.gate.Event.PullRequestChanged;
import dev.tidegate.gate.Event.PullRequestClosed;
import dev.tidegate.gate.Event.PushRecheckAsked;
import dev.tidegate.gate.Event.Pushed;
import dev.tidegate.gate.Event.RecheckAsked;
import dev.tidegate.inbox.Delivery;
import dev.tidegate.inbox.Handler;
import dev.tidegate.inbox.Lane;
import dev.tidegate.journal.Run;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a stored delivery to the story that handles it. Events of repositories that the
 * configuration does not name are kept and left alone.
 */
public final class Stories implements Handler {
  private static final Logger log = LoggerFactory.getLogger(Stories.class);
  private final Function<Delivery, Optional<Event>> decoder;
  private final Benches benches;
  private final OnPush onPush;
  private final OnPullRequest onPullRequest;
  private final OnRequest onRequest;

  /**
   * @param decoder reads a delivery; empty for an event that means nothing to the gate; throws for
   *     a payload that cannot be read
   */
  public Stories(
      Function<Delivery, Optional<Event>> decoder,
      Benches benches,
      OnPush onPush,
      OnPullRequest onPullRequest,
      OnRequest onRequest) {
    this.decoder = decoder;
    this.benches = benches;
    this.onPush = onPush;
    this.onPullRequest = onPullRequest;
    this.onRequest = onRequest;
  }

  @Override
  public Optional<Lane> lane(Delivery delivery) {
    return event(delivery)
        .filter(event -> benches.find(event.repo()).isPresent())
        .flatMap(Stories::laneOf);
  }

  @Override
  public void handle(Delivery delivery, Run run) {
    Event event = event(delivery).orElseThrow();
    Optional<Benches.Tracked> found = benches.find(event.repo());
    if (found.isEmpty()) {
      log.info("{} is not named by the configuration any more: left alone", event.repo());
      return;
    }
    Benches.Tracked tracked = found.get();
    switch (event) {
      case Pushed pushed -> onPush.handle(pushed, tracked, Optional.empty(), run);
      case PushRecheckAsked asked ->
          onPush.handle(asked.pushed(), tracked, Optional.of(asked.request()), run);
      case PullRequestChanged changed ->
          onPullRequest.handle(changed.number(), tracked, Optional.empty(), run);
      case RecheckAsked asked ->
          onPullRequest.handle(asked.number(), tracked, Optional.of(asked.request()), run);
      case MergeGroupRequested group -> onPullRequest.handleGroup(group, tracked, run);
      case Commented comment -> onRequest.comment(comment, tracked, run);
      case CheckRequested request -> onRequest.check(request, tracked, run);
      case PullRequestClosed closed -> {}
      case Pinged pinged -> {}
    }
  }

  private Optional<Event> event(Delivery delivery) {
    Optional<Event> internal = Internal.decode(delivery);
    return internal.isPresent() ? internal : decoder.apply(delivery);
  }

  /** A head makes the older ones of its lane moot; a request does not. */
  static Optional<Lane> laneOf(Event event) {
    String repo = event.repo().fullName();
    return switch (event) {
      case Pushed p when p.after().isPresent() ->
          Optional.of(new Lane(repo + " " + p.ref(), Optional.of("head")));
      case Pushed p -> Optional.empty();
      case PushRecheckAsked p -> laneOf(p.pushed());
      case PullRequestChanged p -> pullRequest(repo, p.number(), Optional.of("head"));
      case RecheckAsked r -> pullRequest(repo, r.number(), Optional.of("head"));
      case Commented c when Commands.isRecheck(c.body()) ->
          pullRequest(repo, c.number(), Optional.empty());
      case Commented c -> Optional.empty();
      case CheckRequested c ->
          Optional.of(
              new Lane(
                  repo + " checks of " + c.head() + (c.again() ? " again" : ""), Optional.empty()));
      case MergeGroupRequested g ->
          Optional.of(new Lane(repo + " group " + g.head(), Optional.of("group")));
      case PullRequestClosed c -> Optional.empty();
      case Pinged p -> Optional.empty();
    };
  }

  private static Optional<Lane> pullRequest(String repo, int number, Optional<String> supersedes) {
    return Optional.of(new Lane(repo + "#" + number, supersedes));
  }
}
