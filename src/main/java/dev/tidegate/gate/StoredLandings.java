package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.store.Database;
import java.util.Optional;

/** Landings in the gate's own table. */
public final class StoredLandings implements Landings {
  private final Database database;

  /** Creates its table where it is missing. */
  public StoredLandings(Database database) {
    this.database = database;
    database.migrate(StoredLandings.class, "001-landings");
  }

  @Override
  public Optional<CommitId> judged(RepoId repo, RefName branch) {
    return text("judged", repo, branch).map(CommitId::new);
  }

  @Override
  public Optional<String> judgedBy(RepoId repo, RefName branch) {
    return text("judged_by", repo, branch);
  }

  @Override
  public Optional<CommitId> allowed(RepoId repo, RefName branch) {
    return text("allowed", repo, branch).map(CommitId::new);
  }

  private Optional<String> text(String column, RepoId repo, RefName branch) {
    return database.read(handle ->
        handle
            .createQuery("SELECT " + column + " FROM landings WHERE repo = :repo AND ref = :ref")
            .bind("repo", repo.fullName())
            .bind("ref", branch.full())
            .mapTo(String.class)
            .findOne());
  }

  @Override
  public void record(
      RepoId repo, RefName branch, CommitId commit, Optional<CommitId> allowed, String run) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO landings (repo, ref, judged, judged_by, allowed)
                VALUES (:repo, :ref, :commit, :run, :allowed)
                ON CONFLICT (repo, ref) DO UPDATE SET
                  judged = excluded.judged,
                  judged_by = excluded.judged_by,
                  allowed = COALESCE(excluded.allowed, landings.allowed)
                """)
            .bind("repo", repo.fullName())
            .bind("ref", branch.full())
            .bind("commit", commit.hex())
            .bind("run", run)
            .bind("allowed", allowed.map(CommitId::hex).orElse(null))
            .execute());
  }
}
