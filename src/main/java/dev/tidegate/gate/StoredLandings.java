package dev.tidegate.gate;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.store.Database;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Landings in the gate's own table. */
public final class StoredLandings implements Landings {
  static final String[] SCRIPTS = {"001-landings", "002-carried", "003-heads"};

  private final Database database;

  /** Creates its table where it is missing. */
  public StoredLandings(Database database) {
    this.database = database;
    database.migrate(StoredLandings.class, SCRIPTS);
  }

  @Override
  public Optional<Landing> last(RepoId repo, RefName branch) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT judged, judged_from, judged_by, allowed, carried FROM landings"
                    + " WHERE repo = :repo AND ref = :ref")
            .bind("repo", repo.fullName())
            .bind("ref", branch.full())
            .map((row, context) ->
                new Landing(
                    new CommitId(row.getString("judged")),
                    commit(row.getString("judged_from")),
                    row.getString("judged_by"),
                    commit(row.getString("allowed")),
                    commit(row.getString("carried"))))
            .findOne());
  }

  private static Optional<CommitId> commit(@Nullable String hex) {
    return Optional.ofNullable(hex).map(CommitId::new);
  }

  @Override
  public void record(RepoId repo, RefName branch, Landing landing) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO landings (repo, ref, judged, judged_from, judged_by, allowed, carried)
                VALUES (:repo, :ref, :judged, :from, :run, :allowed, :carried)
                ON CONFLICT (repo, ref) DO UPDATE SET
                  judged = excluded.judged,
                  judged_from = excluded.judged_from,
                  judged_by = excluded.judged_by,
                  allowed = excluded.allowed,
                  carried = excluded.carried
                """)
            .bind("repo", repo.fullName())
            .bind("ref", branch.full())
            .bind("judged", landing.judged().hex())
            .bind("from", landing.from().map(CommitId::hex).orElse(null))
            .bind("run", landing.run())
            .bind("allowed", landing.allowed().map(CommitId::hex).orElse(null))
            .bind("carried", landing.carried().map(CommitId::hex).orElse(null))
            .execute());
  }
}
