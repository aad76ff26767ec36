package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.objects.History;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.Unreadable;
import dev.tidegate.client.git.open.QuietSystemReader;
import dev.tidegate.client.git.remote.Fetcher;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RefSpec;

/**
 * Changes of repositories on a forge, read from one bare mirror each. Nothing is checked out, no
 * filter, hook or submodule is touched, and no {@code git} is started.
 *
 * <p>What is new on a new branch: everything that no <em>protected</em> branch has ({@link
 * MirrorSource#protectedRefs}). Other branches do not count as known, although the remote has them:
 * anybody who may push can make one, their content may have been denied, and two branches that
 * arrive in one push would hide their common commits from each other. A branch that is itself
 * protected does not count for itself. So a commit may be judged twice, and never not at all.
 *
 * <p>A push that was forced is judged as before..after too: all commits that {@code before} does
 * not reach, which is what the merge base says, while the tree diff shows what really changes where
 * the ref is used.
 *
 * <p>Thread-safe; mirrors may be shared with other processes. Calls last at most about {@code
 * patience} per fetch.
 */
public final class Mirrors implements Changes, AutoCloseable {
  private final Path directory;
  private final MirrorSource source;
  private final Duration patience;
  private final InstantSource clock;
  private final ConcurrentHashMap<RepoId, Mirror> mirrors = new ConcurrentHashMap<>();

  /**
   * @param directory holds one folder per repository; made where missing
   * @param patience how long one fetch, or waiting for another's, may take
   */
  public Mirrors(Path directory, MirrorSource source, Duration patience, InstantSource clock) {
    QuietSystemReader.install();
    this.directory = directory;
    this.source = source;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public Change push(RepoId repo, Optional<CommitId> before, CommitId after, Origin origin) {
    if (after.isNone()) {
      throw RemoteException.lasting(
          "git", "the ref of " + repo + " was deleted: there is nothing to judge", null);
    }
    Optional<CommitId> base = before.filter(b -> !b.isNone());
    return reading(
        repo,
        List.of(after),
        store -> {
          ObjectId head = objectId(after);
          ChangeReader reader = new ChangeReader(store, clock);
          if (base.isPresent()) {
            bring(repo, store, base.get());
            return reader.range(repo, base.get(), head, origin);
          }
          return reader.since(repo, known(repo, store, origin.ref()), head, origin);
        });
  }

  @Override
  public Change pullRequest(RepoId repo, int number, RefName target, CommitId head, Origin origin) {
    fetch(repo);
    return reading(
        repo,
        List.of(head),
        store -> {
          Ref tip = store.repository().getRefDatabase().exactRef(target.full());
          if (tip == null) {
            throw RemoteException.lasting(
                "git",
                "the target "
                    + target
                    + " of pull request "
                    + number
                    + " does not exist in "
                    + repo,
                null);
          }
          return new ChangeReader(store, clock)
              .since(repo, List.of(tip.getObjectId()), objectId(head), origin);
        });
  }

  @Override
  public Optional<CommitId> tip(RepoId repo, RefName ref) {
    ObjectStore store = locked(repo, Mirror::store);
    Ref found = fetcher(repo).refs(store.repository(), ref.full()).get(ref.full());
    if (found == null || found.getObjectId() == null) {
      return Optional.empty();
    }
    ObjectId peeled = found.getPeeledObjectId();
    return Optional.of(new CommitId((peeled == null ? found.getObjectId() : peeled).name()));
  }

  @Override
  public Tree tree(RepoId repo, CommitId commit) {
    return reading(repo, List.of(commit), store -> ChangeReader.treeOf(store, commit));
  }

  @Override
  public boolean isAncestor(RepoId repo, CommitId ancestor, CommitId descendant) {
    return reading(
        repo,
        List.of(ancestor, descendant),
        store -> {
          try (History history = new History(store)) {
            return history.isAncestor(ancestor, descendant);
          }
        });
  }

  /** Brings all refs up to date. */
  public void fetch(RepoId repo) {
    locked(
        repo,
        mirror -> {
          fetchAll(repo, mirror);
          return true;
        });
  }

  /** The tips of protected branches, without the ref that is being judged. */
  private List<ObjectId> known(RepoId repo, ObjectStore store, Optional<RefName> judged)
      throws IOException {
    Set<String> names = new LinkedHashSet<>();
    source.protectedRefs().apply(repo).forEach(r -> names.add(r.full()));
    if (names.isEmpty()) {
      Ref head = fetcher(repo).refs(store.repository(), Constants.HEAD).get(Constants.HEAD);
      if (head != null && head.isSymbolic()) {
        names.add(head.getTarget().getName());
      }
    }
    judged.ifPresent(r -> names.remove(r.full()));
    List<ObjectId> tips = new ArrayList<>();
    for (String name : names) {
      Ref ref = store.repository().getRefDatabase().exactRef(name);
      if (ref != null && ref.getObjectId() != null) {
        tips.add(ref.getObjectId());
      }
    }
    return tips;
  }

  /** Reads from the mirror; where it turns out to be broken it is made anew, once. */
  private <T> T reading(RepoId repo, List<CommitId> needed, Reading<T> work) {
    try {
      return read(repo, needed, work);
    } catch (Unreadable e) {
      locked(
          repo,
          mirror -> {
            mirror.discard();
            fetchAll(repo, mirror);
            return true;
          });
    }
    try {
      return read(repo, needed, work);
    } catch (Unreadable e) {
      throw RemoteException.lasting("git", locked(repo, Mirror::store).explain(e), null);
    }
  }

  private <T> T read(RepoId repo, List<CommitId> needed, Reading<T> work) {
    ObjectStore store = locked(repo, Mirror::store);
    for (CommitId commit : needed) {
      bring(repo, store, commit);
    }
    try {
      return work.read(store);
    } catch (IOException e) {
      throw Unreadable.of(e);
    }
  }

  /** Fetches where the mirror lacks the commit: all refs first, then the commit by its id. */
  private void bring(RepoId repo, ObjectStore store, CommitId commit) {
    if (has(store, commit)) {
      return;
    }
    locked(
        repo,
        mirror -> {
          ObjectStore now = mirror.store();
          if (!has(now, commit)) {
            fetchAll(repo, mirror);
          }
          if (!has(now, commit)) {
            RefSpec asked = new RefSpec(commit.hex() + ":refs/tidegate/asked/" + commit.hex());
            fetcher(repo).fetch(now.repository(), List.of(asked));
          }
          if (!has(now, commit)) {
            throw RemoteException.lasting(
                "git",
                "commit "
                    + commit
                    + " is not in "
                    + repo
                    + "; was the branch rewritten? Push it again or ask for a new check",
                null);
          }
          return true;
        });
  }

  private void fetchAll(RepoId repo, Mirror mirror) {
    try {
      fetcher(repo).fetch(mirror.store().repository(), Fetcher.EVERYTHING);
    } catch (RemoteException e) {
      if (Mirror.sound(mirror.store().repository())) {
        throw e;
      }
      mirror.discard();
      fetcher(repo).fetch(mirror.store().repository(), Fetcher.EVERYTHING);
    }
  }

  private static boolean has(ObjectStore store, CommitId commit) {
    try {
      return store.repository().getObjectDatabase().has(objectId(commit));
    } catch (IOException e) {
      throw Unreadable.of(e);
    }
  }

  private static ObjectId objectId(CommitId commit) {
    return ObjectId.fromString(commit.hex());
  }

  private Fetcher fetcher(RepoId repo) {
    return new Fetcher(repo, source.url().apply(repo), source.token().apply(repo), patience);
  }

  private <T> T locked(RepoId repo, Function<Mirror, T> work) {
    Mirror mirror = mirrors.computeIfAbsent(repo, r -> new Mirror(directory.resolve(folder(r))));
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw RemoteException.lasting(
          "git", "cannot make " + directory + ": is the state directory writable?", e);
    }
    try (MirrorLock lock = MirrorLock.take(mirror.lockFile(), patience)) {
      return work.apply(mirror);
    }
  }

  /** GitHub's names do not tell case apart; a dot in front cannot meet a name of ours. */
  private static String folder(RepoId repo) {
    return (repo.owner() + "+" + repo.name()).toLowerCase(Locale.ROOT) + ".git";
  }

  @Override
  public void close() {
    mirrors.values().forEach(Mirror::close);
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(ObjectStore store) throws IOException;
  }
}
