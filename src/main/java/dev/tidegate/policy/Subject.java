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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * What a {@link ChangeRule} looks at, and what surrounds a {@link SourceFile}.
 *
 * @param known values that rules found to be secrets; grows
 * @param gathered what several rules need and one has gathered; grows, see {@link #once}
 */
public record Subject(
    Change change, Fleet fleet, Known known, ConcurrentMap<Object, Object> gathered) {
  public Subject(Change change, Fleet fleet) {
    this(change, fleet, Known.byLine());
  }

  public Subject(Change change, Fleet fleet, Known known) {
    this(change, fleet, known, new ConcurrentHashMap<>());
  }

  /**
   * What is gathered from a tree once for all rules; the second who asks at the same time waits.
   * Nothing is kept where {@code gather} throws.
   *
   * @param gather gives something that several threads may use
   */
  public <T> T once(Class<T> what, Tree tree, Supplier<T> gather) {
    return what.cast(gathered.computeIfAbsent(List.of(what, tree), key -> gather.get()));
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
