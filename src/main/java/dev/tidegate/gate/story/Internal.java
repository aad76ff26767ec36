package dev.tidegate.gate.story;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Event;
import dev.tidegate.inbox.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Events that the gate tells itself, kept in the inbox like any delivery so that they survive a
 * crash and keep their place in a lane. Their hook id is {@code tidegate}; a webhook cannot carry
 * it, because GitHub's are numbers and the door refuses others.
 */
final class Internal {
  static final String HOOK_ID = "tidegate";
  private static final String RECHECK = "tidegate.recheck";
  private static final String PUSH = "tidegate.push";
  private static final String PUSH_AGAIN = "tidegate.push-again";

  private Internal() {}

  /**
   * @param request made by one asking, which may ask for several pull requests and a branch; it is
   *     stored once for each
   */
  static Delivery recheck(RepoId repo, int number, String by, String request, Instant now) {
    String key = request + "#" + number;
    return delivery(RECHECK, key, now, repo.fullName(), Integer.toString(number), by, request);
  }

  /** Asks for the newest push of a branch to be judged and rolled out again. */
  static Delivery pushAgain(
      RepoId repo, RefName ref, CommitId before, CommitId after, String request, Instant now) {
    String[] lines = {repo.fullName(), ref.full(), before.hex(), after.hex(), request};
    return delivery(PUSH_AGAIN, "again:" + request, now, lines);
  }

  /**
   * @param key makes the push unique: the same key is stored once
   */
  static Delivery push(
      RepoId repo,
      RefName ref,
      Optional<CommitId> before,
      CommitId after,
      String key,
      Instant now) {
    return delivery(
        PUSH,
        key,
        now,
        repo.fullName(),
        ref.full(),
        before.map(CommitId::hex).orElse("-"),
        after.hex());
  }

  static Optional<Event> decode(Delivery delivery) {
    if (!delivery.hookId().equals(HOOK_ID)) {
      return Optional.empty();
    }
    List<String> lines = new String(delivery.body(), StandardCharsets.UTF_8).lines().toList();
    RepoId repo = RepoId.of(lines.get(0));
    return switch (delivery.event()) {
      case RECHECK ->
          Optional.of(
              new Event.RecheckAsked(
                  repo, Integer.parseInt(lines.get(1)), lines.get(2), request(delivery, lines, 3)));
      case PUSH -> Optional.of(pushed(repo, lines));
      case PUSH_AGAIN ->
          Optional.of(new Event.PushRecheckAsked(pushed(repo, lines), request(delivery, lines, 4)));
      default -> Optional.empty();
    };
  }

  /** One that an older version stored names none: it is a request of its own. */
  private static String request(Delivery delivery, List<String> lines, int at) {
    return lines.size() > at ? lines.get(at) : delivery.guid();
  }

  private static Event.Pushed pushed(RepoId repo, List<String> lines) {
    return new Event.Pushed(
        repo,
        new RefName(lines.get(1)),
        Optional.of(lines.get(2)).filter(b -> !b.equals("-")).map(CommitId::new),
        Optional.of(new CommitId(lines.get(3))),
        false,
        "");
  }

  private static Delivery delivery(String event, String key, Instant now, String... lines) {
    byte[] body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return new Delivery(HOOK_ID, key, event, now, body);
  }
}
