package dev.tidegate.testing;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Change;
import dev.tidegate.change.Change.Oddity;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Origin;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A change drawn in a test: a base, then commits in a line. It gives what the reader of git objects
 * would give: every content that any commit adds, and the tree diff.
 */
public final class ChangeSketch {
  private final MemoryTree base;
  private MemoryTree head;
  private final List<Commit> commits = new ArrayList<>();
  private final List<Addition> additions = new ArrayList<>();
  private final Set<List<String>> seen = new HashSet<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private Origin origin =
      new Origin(
          Origin.Door.PULL_REQUEST,
          Optional.of(RefName.branch("main")),
          Optional.of("someone"),
          false);

  private ChangeSketch(MemoryTree base) {
    this.base = base;
    this.head = base;
  }

  public static ChangeSketch on(MemoryTree base) {
    return new ChangeSketch(base);
  }

  public MemoryTree tree() {
    return head;
  }

  public ChangeSketch commit(String message, MemoryTree tree) {
    return commit(message, tree, 1);
  }

  public ChangeSketch commit(String message, MemoryTree tree, int parents) {
    CommitId id = id(commits.size() + 1);
    Commit.Person person = new Commit.Person("Some One", "one@example.com", Instant.EPOCH);
    List<CommitId> from = new ArrayList<>();
    for (int i = 0; i < parents; i++) {
      from.add(id(commits.size() - i));
    }
    commits.add(new Commit(id, from, person, person, message, Optional.empty()));
    for (FileEntry file : tree.under("")) {
      Optional<FileEntry> before = head.at(file.path());
      boolean changed = before.filter(b -> b.blob().equals(file.blob())).isEmpty();
      if (changed && seen.add(List.of(file.path(), file.blob().hex()))) {
        additions.add(new Addition(file, id, before));
      }
    }
    head = tree;
    return this;
  }

  public ChangeSketch oddity(String kind, Optional<String> path, String detail) {
    oddities.add(new Oddity(kind, path, id(commits.size()), detail));
    return this;
  }

  public ChangeSketch origin(Origin origin) {
    this.origin = origin;
    return this;
  }

  public Change change() {
    Set<String> paths = new TreeSet<>();
    base.under("").forEach(f -> paths.add(f.path()));
    head.under("").forEach(f -> paths.add(f.path()));
    List<PathChange> result = new ArrayList<>();
    for (String path : paths) {
      if (!base.at(path).equals(head.at(path))) {
        result.add(new PathChange(path, base.at(path), head.at(path)));
      }
    }
    return new Change(
        RepoId.of("acme/gitops"),
        Optional.of(id(0)),
        id(commits.size()),
        commits,
        additions,
        result,
        oddities,
        base,
        head,
        origin);
  }

  /** The id of the n-th commit; 0 is the base. */
  public static CommitId id(int n) {
    return new CommitId(MemoryTree.sha1(("commit " + n).getBytes(StandardCharsets.US_ASCII)));
  }
}
