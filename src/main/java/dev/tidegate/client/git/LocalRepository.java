package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Origin;
import dev.tidegate.change.RepoId;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.TreeCache;
import dev.tidegate.client.git.objects.Unreadable;
import dev.tidegate.client.git.open.ObjectDirectories;
import dev.tidegate.client.git.open.OpenRepositories;
import dev.tidegate.client.git.open.QuietSystemReader;
import dev.tidegate.client.git.past.WholePast;
import dev.tidegate.policy.audit.Past;
import dev.tidegate.trouble.RemoteException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.errors.UnmergedPathException;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A repository on this machine, with or without a work tree, found from a folder in it as git finds
 * it. Read only; the work tree is never looked at. Thread-safe.
 *
 * <p>Throws a lasting {@link RemoteException} of system {@code git}, with what to do, where nothing
 * can be judged: no repository there, an unknown revision, a missing object, a shallow clone cut
 * off inside the range, SHA-256 object names.
 */
public final class LocalRepository implements AutoCloseable {
  private static final String ADVICE =
      "is the repository a partial or shallow clone? Run 'git fetch --unshallow', or clone it whole,"
          + " and check it with 'git fsck'";

  private static final long PAST_TREES = 8L << 20;

  private final Repository repository;

  /** Where its refs are read: the same, or the one that stays open while this is a quarantine. */
  private final Repository standing;

  private final boolean quarantined;
  private final ObjectStore store;
  private final ChangeReader reader;
  private final RepoId name;
  private final Optional<File> index;

  private LocalRepository(
      Repository repository,
      Repository standing,
      boolean quarantined,
      RepoId name,
      Optional<File> index,
      InstantSource clock) {
    this.repository = repository;
    this.standing = standing;
    this.quarantined = quarantined;
    this.store = ObjectStore.of(repository, ADVICE);
    this.reader = new ChangeReader(store, clock);
    this.name = name;
    this.index = index;
  }

  /**
   * Opens the repository that {@code folder} is in.
   *
   * @param environment {@code GIT_OBJECT_DIRECTORY}, {@code GIT_ALTERNATE_OBJECT_DIRECTORIES} and
   *     {@code GIT_INDEX_FILE} are honoured, as git sets them for its hooks
   */
  public static LocalRepository open(
      Path folder, Map<String, String> environment, InstantSource clock) {
    QuietSystemReader.install();
    if (!Files.isDirectory(folder)) {
      throw trouble(folder + " is not a folder");
    }
    FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
    builder.findGitDir(folder.toAbsolutePath().normalize().toFile());
    if (builder.getGitDir() == null) {
      throw trouble(
          folder + " is not in a git repository; name a folder of one, or run 'git init' first");
    }
    return build(builder, folder, environment, Optional.empty(), clock);
  }

  /**
   * Opens the repository that git runs a hook of, as {@code GIT_DIR} says it.
   *
   * @param folder where git started the hook
   * @param open keeps what outlives the push
   */
  public static LocalRepository ofHook(
      Path folder, Map<String, String> environment, OpenRepositories open, InstantSource clock) {
    QuietSystemReader.install();
    String directory = environment.getOrDefault(Constants.GIT_DIR_KEY, "");
    if (directory.isEmpty()) {
      return open(folder, environment, clock);
    }
    File gitDirectory = folder.toAbsolutePath().resolve(directory).normalize().toFile();
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder().setMustExist(true).setGitDir(gitDirectory);
    return build(builder, folder, environment, Optional.of(open), clock);
  }

  private static LocalRepository build(
      FileRepositoryBuilder builder,
      Path folder,
      Map<String, String> environment,
      Optional<OpenRepositories> open,
      InstantSource clock) {
    Optional<String> quarantine =
        Optional.ofNullable(environment.get(Constants.GIT_OBJECT_DIRECTORY_KEY));
    quarantine.ifPresent(d -> builder.setObjectDirectory(folder.resolve(d).toFile()));
    Optional.ofNullable(environment.get(Constants.GIT_ALTERNATE_OBJECT_DIRECTORIES_KEY))
        .map(ObjectDirectories::parse)
        .ifPresent(builder::addAlternateObjectDirectories);
    Optional<File> index =
        Optional.ofNullable(environment.get(Constants.GIT_INDEX_FILE_KEY))
            .map(f -> folder.toAbsolutePath().resolve(f).toFile());
    try {
      Repository repository = builder.build();
      String format =
          repository
              .getConfig()
              .getString(ConfigConstants.CONFIG_EXTENSIONS_SECTION, null, "objectFormat");
      if (format != null && !format.equalsIgnoreCase("sha1")) {
        repository.close();
        throw sha256(folder, format);
      }
      boolean quarantined = open.isPresent() && quarantine.isPresent();
      Repository standing =
          quarantined ? open.orElseThrow().of(repository.getDirectory()) : repository;
      return new LocalRepository(
          repository, standing, quarantined, nameOf(repository), index, clock);
    } catch (IOException e) {
      String said = String.valueOf(e.getMessage());
      if (said.contains("objectformat") || said.contains("objectFormat")) {
        throw sha256(folder, "sha256");
      }
      throw trouble("cannot open the repository of " + folder + ": " + said);
    }
  }

  private static RemoteException sha256(Path folder, String format) {
    String names = " object names, which are not supported; use a repository with SHA-1 names";
    return trouble("the repository of " + folder + " has " + format + names);
  }

  /** {@code A..B}; a side left out is HEAD. Commits that B has and A has not. */
  public Change range(String range) {
    int dots = range.indexOf("..");
    if (dots < 0 || range.startsWith(".", dots + 2)) {
      throw trouble("'" + range + "' is not a range of the form A..B");
    }
    ObjectId from = resolve(range.substring(0, dots));
    ObjectId to = resolve(range.substring(dots + 2));
    return judgeable(() -> reader.range(name, new CommitId(from.name()), to, Origin.commandLine()));
  }

  /** What is staged for the next commit. Its head is the id of all zeros. */
  public Change staged() {
    return judgeable(() -> {
      try {
        if (index.isEmpty() && repository.isBare()) {
          throw trouble("a bare repository has no index; name a range or a revision");
        }
        File file = index.orElseGet(repository::getIndexFile);
        ObjectId head = repository.resolve(Constants.HEAD);
        return ChangeReader.staged(
            name,
            repository,
            DirCache.read(file, repository.getFS()),
            Optional.ofNullable(head),
            Origin.commandLine());
      } catch (UnmergedPathException e) {
        throw trouble("the index has unresolved conflicts; resolve and add them first");
      } catch (IOException e) {
        throw trouble("the index cannot be read: " + e.getMessage());
      }
    });
  }

  /** The whole tree of a revision, all of it as if that commit added it. */
  public Change tree(String revision) {
    ObjectId head = resolve(revision);
    return judgeable(() -> reader.snapshot(name, head, Origin.commandLine()));
  }

  /** Everything that any ref here reaches. */
  public Past past() {
    return new WholePast(new ObjectStore(repository, new TreeCache(PAST_TREES), ADVICE));
  }

  /** The addresses of the repository's remotes, as configured. */
  public List<String> remoteUrls() {
    List<String> urls = new ArrayList<>();
    for (String remote : repository.getConfig().getSubsections("remote")) {
      urls.addAll(List.of(repository.getConfig().getStringList("remote", remote, "url")));
    }
    return urls;
  }

  /** {@code local/FOLDER}. */
  public RepoId name() {
    return name;
  }

  /** The commit that a revision names here. */
  public CommitId commit(String revision) {
    return judgeable(() -> ChangeReader.id(resolve(revision)));
  }

  private ObjectId resolve(String revision) {
    String wanted = revision.isEmpty() ? Constants.HEAD : revision;
    try {
      @Nullable ObjectId found = repository.resolve(wanted);
      if (found != null) {
        return commit(wanted, found);
      }
    } catch (RevisionSyntaxException | IOException e) {
      throw trouble("'" + wanted + "' is not a revision: " + e.getMessage());
    }
    throw trouble(
        wanted.equals(Constants.HEAD)
            ? "HEAD has no commit yet; commit something, or judge what is staged"
            : "there is no revision '" + wanted + "' here; is it fetched?");
  }

  /** A tree or file by its id is a revision to git, but has no place in a history. */
  private ObjectId commit(String wanted, ObjectId found) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      RevObject named = walk.peel(walk.parseAny(found));
      if (named.getType() != Constants.OBJ_COMMIT) {
        String type = Constants.typeString(named.getType());
        throw trouble("'" + wanted + "' names a " + type + ", not a commit; name one");
      }
      return named.copy();
    } catch (MissingObjectException e) {
      return found; // said where it is read, with what to do
    }
  }

  /** The push that waits here for a hook's word. */
  public Received received() {
    return new Received(this, standing, quarantined, store, reader);
  }

  <T> T judgeable(Supplier<T> work) {
    try {
      return work.get();
    } catch (Unreadable e) {
      throw trouble(store.explain(e));
    }
  }

  private static RepoId nameOf(Repository repository) {
    File folder = repository.isBare() ? repository.getDirectory() : repository.getWorkTree();
    String plain = folder.getName().replaceFirst("\\.git$", "").replaceAll("[^A-Za-z0-9._-]", "-");
    boolean usable = !plain.isEmpty() && !plain.matches("\\.+") && plain.length() <= 100;
    return new RepoId("local", usable ? plain : "repository");
  }

  private static RemoteException trouble(String message) {
    return RemoteException.lasting("git", message, null);
  }

  @Override
  public void close() {
    repository.close();
    if (quarantined) {
      standing.close();
    }
  }
}
