package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.journal.Json;
import dev.tidegate.journal.Run;
import dev.tidegate.policy.Verdict;
import dev.tidegate.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What each pull request and push said of one head, and whose turn it is to write its check: pull
 * requests and pushes have lanes of their own, and may share a head. Thread-safe, durable.
 */
public final class Heads {
  /** Longer than any writing of one check; a writer that died is not waited for after it. */
  static final Duration TURN = Duration.ofMinutes(2);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Database database;
  private final Clock clock;
  private final List<Lock> locks = Stream.<Lock>generate(ReentrantLock::new).limit(64).toList();

  /** Creates its tables where they are missing. */
  public Heads(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    database.migrate(StoredLandings.class, StoredLandings.SCRIPTS);
  }

  /**
   * Does the work while nobody else does any for this head, in this process or another. Waits for
   * one in this process; throws {@link Run.Later} while another process has its turn.
   *
   * @param run whose turn it is: after a crash the same run told again goes on at once
   */
  public void exclusively(RepoId repo, CommitId head, String run, Runnable work) {
    Lock lock = locks.get(Math.floorMod(head.hashCode(), locks.size()));
    lock.lock();
    try {
      take(repo, head, run);
      try {
        work.run();
      } finally {
        giveBack(repo, head, run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(RepoId repo, CommitId head, String run) {
    Instant now = clock.instant();
    int mine =
        database.write(handle ->
            handle
                .createUpdate(
                    """
                    INSERT INTO head_check (repo, head, request, owner, owned_until)
                    VALUES (:repo, :head, '', :run, :until)
                    ON CONFLICT (repo, head) DO UPDATE SET owner = :run, owned_until = :until
                    WHERE head_check.owner IN ('', :run) OR head_check.owned_until < :now
                    """)
                .bind("repo", repo.fullName())
                .bind("head", head.hex())
                .bind("run", run)
                .bind("until", now.plus(TURN).toEpochMilli())
                .bind("now", now.toEpochMilli())
                .execute());
    if (mine == 0) {
      throw new Run.Later(PAUSE, "another process writes the check of " + head);
    }
  }

  private void giveBack(RepoId repo, CommitId head, String run) {
    database.change(handle ->
        handle.execute(
            "UPDATE head_check SET owner = '' WHERE repo = ? AND head = ? AND owner = ?",
            repo.fullName(),
            head.hex(),
            run));
  }

  /** The newest request to judge this head again; empty where nobody asked. */
  public String request(RepoId repo, CommitId head) {
    return database.read(handle ->
        handle
            .createQuery("SELECT request FROM head_check WHERE repo = ? AND head = ?")
            .bind(0, repo.fullName())
            .bind(1, head.hex())
            .mapTo(String.class)
            .findOne()
            .orElse(""));
  }

  /** From now on the head's check is the one made for this request. In one's turn only. */
  public void requested(RepoId repo, CommitId head, String request) {
    database.change(handle ->
        handle.execute(
            "UPDATE head_check SET request = ? WHERE repo = ? AND head = ?",
            request,
            repo.fullName(),
            head.hex()));
  }

  /** Takes the place of what the same source said before. */
  public void say(RepoId repo, CommitId head, Said said) {
    database.change(handle ->
        handle
            .createUpdate(
                "INSERT INTO head_verdict (repo, head, source, said)"
                    + " VALUES (:repo, :head, :source, :said)"
                    + " ON CONFLICT (repo, head, source) DO UPDATE SET said = excluded.said")
            .bind("repo", repo.fullName())
            .bind("head", head.hex())
            .bind("source", said.source())
            .bind("said", Json.write(said, Said.class))
            .execute());
  }

  /** By source. */
  public List<Said> said(RepoId repo, CommitId head) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT said FROM head_verdict WHERE repo = ? AND head = ? ORDER BY source")
            .bind(0, repo.fullName())
            .bind(1, head.hex())
            .mapTo(String.class)
            .map(json -> Json.read(json, Said.class))
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  /** Forgets the heads that nobody spoke of for that long. */
  public void prune(Duration keep) {
    long before = clock.instant().minus(keep).toEpochMilli();
    database.change(handle -> {
      handle.execute("DELETE FROM head_check WHERE owner = '' AND owned_until < ?", before);
      handle.execute(
          "DELETE FROM head_verdict WHERE NOT EXISTS (SELECT 1 FROM head_check c"
              + " WHERE c.repo = head_verdict.repo AND c.head = head_verdict.head)");
    });
  }

  /**
   * What one pull request or push has to say of a head.
   *
   * @param source such as {@code pull request #5}
   * @param number of the pull request; 0 for a push or a merge group
   * @param verdict empty where nothing could be judged
   * @param reason why; empty where there is a verdict
   */
  public record Said(String source, int number, Optional<Verdict> verdict, String reason) {}
}
