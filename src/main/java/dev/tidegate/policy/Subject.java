package dev.tidegate.policy;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.scan.echo.Known;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link ChangeRule} looks at, and what surrounds a {@link SourceFile}.
 *
 * @param known values that rules found to be secrets; the only thing here that grows
 */
public record Subject(Change change, Fleet fleet, Known known) {
  public Subject(Change change, Fleet fleet) {
    this(change, fleet, Known.byLine());
  }

  /** Nothing around: for a file that is judged on its own. */
  public static Subject nothing() {
    return new Subject(
        new Change(
            new RepoId("local", "nothing"),
            Optional.empty(),
            new CommitId("0".repeat(40)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Tree.empty(),
            Tree.empty(),
            Origin.commandLine()),
        Fleet.empty());
  }
}
