package dev.tidegate;

import dev.tidegate.change.Change;
import dev.tidegate.change.Changes;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.RefName;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.RepositoryConfig;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.gate.Benches;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.policy.except.Exemption;
import dev.tidegate.policy.rules.policy.OwnPolicy;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.ConfigException.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Benches by the configuration in force and the repository's own file on its protected branch. */
final class ConfiguredBenches implements Benches {
  private static final int LARGEST_FILE = 1 << 20;

  private final Supplier<ServerConfig> config;
  private final Changes changes;
  private final ConfigReader reader;

  ConfiguredBenches(Supplier<ServerConfig> config, Changes changes, ConfigReader reader) {
    this.config = config;
    this.changes = changes;
    this.reader = reader;
  }

  @Override
  public List<Tracked> tracked() {
    return config.get().repositories().stream()
        .map(r -> new Tracked(r.name(), RefName.branch(r.branch())))
        .toList();
  }

  @Override
  public Bench bench(RepoId repo, Optional<CommitId> protectedTip) {
    ServerConfig server = config.get();
    ServerConfig.Repository entry = server.repository(repo).orElseThrow();
    try {
      RepositoryConfig own =
          protectedTip
              .map(commit -> read(reader, changes.tree(repo, commit)))
              .orElseGet(RepositoryConfig::empty);
      return bench(server.rules(entry, own), server.fleet(entry, own));
    } catch (ConfigException e) {
      RepositoryConfig none = RepositoryConfig.empty();
      return mending(e, bench(server.rules(entry, none), server.fleet(entry, none)));
    }
  }

  /**
   * Where the repository's own file cannot be used nothing is judged, but for the change that mends
   * it, which is judged by what the server says: else the gate would stay shut for ever.
   */
  private Bench mending(ConfigException trouble, Bench server) {
    return new Bench() {
      @Override
      public Verdict judge(Change change) {
        boolean mends =
            change.result().stream().anyMatch(p -> isOwn(p.path())) && wrong(change).isEmpty();
        if (!mends) {
          throw trouble;
        }
        return server.judge(change);
      }

      @Override
      public Fleet fleet() {
        return server.fleet();
      }
    };
  }

  /** The repository's own file, and its baseline, as they stand in a tree. */
  static RepositoryConfig read(ConfigReader reader, Tree tree) {
    String name = RepositoryConfig.FILE_NAME;
    RepositoryConfig own =
        bytes(tree, name).map(b -> reader.repository(name, b)).orElseGet(RepositoryConfig::empty);
    String list = RepositoryConfig.BASELINE_NAME;
    return bytes(tree, list).map(b -> own.with(reader.baseline(list, b))).orElse(own);
  }

  private static Optional<byte[]> bytes(Tree tree, String name) {
    Optional<FileEntry> file = tree.at(name);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (file.get().mode() == FileEntry.Mode.SYMLINK
        || file.get().mode() == FileEntry.Mode.SUBMODULE
        || file.get().size() > LARGEST_FILE) {
      throw new ConfigException(
          List.of(
              new Problem(
                  name,
                  0,
                  0,
                  "",
                  "not a plain file of at most 1 MiB",
                  "Commit it as a plain file")));
    }
    return Optional.of(tree.read(file.get(), LARGEST_FILE));
  }

  /** Judges by these settings; a trusted account's own change brings its exceptions with it. */
  static Bench bench(PolicySettings settings, Fleet fleet) {
    RuleBook book = RuleBook.standard(settings).with(new OwnPolicy(ConfiguredBenches::wrong));
    PolicyEngine engine = new PolicyEngine(book, settings);
    return new Bench() {
      @Override
      public Verdict judge(Change change) {
        if (settings.exemptions().trusts(change.origin().actor())) {
          PolicySettings wider = settings.excepting(settings.exemptions().plus(brought(change)));
          return new PolicyEngine(book, wider).judge(change, fleet);
        }
        return engine.judge(change, fleet);
      }

      @Override
      public Fleet fleet() {
        return fleet;
      }
    };
  }

  /** What is wrong with the repository's own files, where a change touches them. */
  private static List<OwnPolicy.Wrong> wrong(Change change) {
    if (change.result().stream().noneMatch(p -> isOwn(p.path()))) {
      return List.of();
    }
    try {
      read(Program.reader(), change.after());
      return List.of();
    } catch (ConfigException e) {
      return e.problems().stream()
          .map(p ->
              new OwnPolicy.Wrong(
                  p.file(),
                  p.line(),
                  (p.path().isEmpty() ? "" : p.path() + ": ") + p.what(),
                  p.remedy()))
          .toList();
    }
  }

  private static boolean isOwn(String path) {
    return path.equals(RepositoryConfig.FILE_NAME) || path.equals(RepositoryConfig.BASELINE_NAME);
  }

  /** A file that cannot be read brings nothing: the protected branch's own still counts. */
  private static List<Exemption> brought(Change change) {
    try {
      return read(Program.reader(), change.after()).rules().exemptions().listed();
    } catch (ConfigException e) {
      return List.of();
    }
  }
}
