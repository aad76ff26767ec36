package dev.tidegate.gate;

import dev.tidegate.change.RepoId;
import dev.tidegate.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The webhooks that feed us. Throws {@link dev.tidegate.trouble.RemoteException}. */
public interface Hooks {
  /** What the stories need to hear of. */
  Set<String> EVENTS =
      Set.of("push", "pull_request", "issue_comment", "check_run", "check_suite", "merge_group");

  /** How the hook of one repository (or of the App) stands. */
  Status status(RepoId repo, URI wanted);

  /**
   * Creates or repairs the hook as {@link Status#plan()} says, its secret included; nothing where
   * the plan is empty.
   *
   * @param anew sets everything in any case, as for a new secret
   */
  void install(RepoId repo, URI wanted, Secret secret, boolean anew);

  /**
   * @param owner whose hook: {@code app}, or {@code owner/name} of the repository
   * @param url where it sends to; empty where there is none
   * @param last newest first
   * @param wrong what keeps deliveries from arriving, each one sentence; empty: all is well
   * @param plan what install would do, each one sentence
   * @param byHand what only a person can do on the forge's pages
   */
  record Status(
      String owner,
      boolean exists,
      String url,
      String contentType,
      List<String> events,
      boolean active,
      boolean verifiesTls,
      List<Last> last,
      List<String> wrong,
      List<String> plan,
      List<String> byHand) {
    public Status {
      events = List.copyOf(events);
      last = List.copyOf(last);
      wrong = List.copyOf(wrong);
      plan = List.copyOf(plan);
      byHand = List.copyOf(byHand);
    }
  }

  /** One recent delivery; status 0 where nobody answered. */
  record Last(Instant at, String event, int status, String answer) {}
}
