package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * A push that waits in a repository for a hook's word: its refs have not moved, its objects may lie
 * in a quarantine. Read only. Throws a lasting {@link dev.tidegate.trouble.RemoteException} where
 * nothing can be judged.
 */
public final class Received {
  private final LocalRepository local;
  private final Repository repository;
  private final boolean quarantined;
  private final ObjectStore store;
  private final ChangeReader reader;

  /**
   * @param repository as it is without the push
   * @param quarantined true where what the push brings lies apart from it
   */
  Received(
      LocalRepository local,
      Repository repository,
      boolean quarantined,
      ObjectStore store,
      ChangeReader reader) {
    this.local = local;
    this.repository = repository;
    this.quarantined = quarantined;
    this.store = store;
    this.reader = reader;
  }

  /** A ref that wants to move; without a before it is new, without an after it is deleted. */
  public record Update(RefName ref, Optional<CommitId> before, Optional<CommitId> after) {}

  /**
   * What is new to whom.
   *
   * @param known prefix of the refs whose commits the receiver has already; empty: all refs
   * @param trunk the tip of the protected branch, which other branches are compared with
   * @param guarded the refs that are judged for all they gain, and never lose commits
   */
  public record View(String known, Optional<CommitId> trunk, Set<RefName> guarded) {
    public View {
      guarded = Set.copyOf(guarded);
    }
  }

  /** The branch that HEAD names, whether it has commits or not. */
  public Optional<RefName> head() {
    return target(Constants.HEAD);
  }

  /** What a symbolic ref names. */
  public Optional<RefName> target(String symbolic) {
    Ref ref = exact(symbolic);
    return ref == null || !ref.isSymbolic()
        ? Optional.empty()
        : Optional.of(new RefName(ref.getTarget().getName()));
  }

  /** The commit that a ref stands at. */
  public Optional<CommitId> tip(String ref) {
    Ref found = exact(ref);
    if (found == null || found.getObjectId() == null) {
      return Optional.empty();
    }
    ObjectId id = found.getObjectId();
    return Optional.of(local.judgeable(() -> reader.reading(h -> ChangeReader.id(h.commit(id)))));
  }

  public Tree tree(CommitId commit) {
    return local.judgeable(() -> reader.reading(h -> store.tree(h.commit(commit).getTree())));
  }

  /** A value of the repository's own configuration file, such as {@code tidegate.config}. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(repository.getConfig().getString("tidegate", null, name));
  }

  /** True where a ref stands below the prefix. */
  public boolean any(String prefix) {
    try {
      return !repository.getRefDatabase().getRefsByPrefix(prefix).isEmpty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The repository's own folder: the one that holds its configuration. */
  public Path folder() {
    return repository.getDirectory().toPath();
  }

  public List<String> remoteUrls() {
    return local.remoteUrls();
  }

  public RepoId name() {
    return local.name();
  }

  /**
   * The changes that a push brings, for each ref that brings anything, guarded refs first. No
   * commit stands in two of them. A ref that only names what is known brings nothing; a guarded one
   * that is deleted brings a change without content, whose head is the id of all zeros.
   */
  public Map<Update, Change> changes(List<Update> updates, View view, Optional<String> actor) {
    return local.judgeable(() ->
        reader.reading(history -> {
          try (Arrivals arrivals = new Arrivals(repository, quarantined, history, view)) {
            return new Sorting(arrivals, reader, history, name(), view, actor).of(updates);
          }
        }));
  }

  private @Nullable Ref exact(String name) {
    try {
      return repository.getRefDatabase().exactRef(name);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static RemoteException unreadable(IOException e) {
    return RemoteException.lasting(
        "git", "the refs of the repository cannot be read: " + e.getMessage(), e);
  }
}
