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
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
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
    RepositoryConfig own =
        protectedTip
            .map(commit -> read(reader, changes.tree(repo, commit)))
            .orElseGet(RepositoryConfig::empty);
    return bench(server.rules(entry, own), server.fleet(entry, own));
  }

  /** The repository's own file as it stands in a tree. */
  static RepositoryConfig read(ConfigReader reader, Tree tree) {
    Optional<FileEntry> file = tree.at(RepositoryConfig.FILE_NAME);
    if (file.isEmpty()) {
      return RepositoryConfig.empty();
    }
    if (file.get().mode() == FileEntry.Mode.SYMLINK
        || file.get().mode() == FileEntry.Mode.SUBMODULE
        || file.get().size() > LARGEST_FILE) {
      throw new ConfigException(
          List.of(
              new Problem(
                  RepositoryConfig.FILE_NAME,
                  0,
                  0,
                  "",
                  "not a plain file of at most 1 MiB",
                  "Commit it as a plain file")));
    }
    return reader.repository(RepositoryConfig.FILE_NAME, tree.read(file.get(), LARGEST_FILE));
  }

  static Bench bench(dev.tidegate.policy.PolicySettings settings, Fleet fleet) {
    PolicyEngine engine = new PolicyEngine(RuleBook.standard(settings), settings);
    return new Bench() {
      @Override
      public Verdict judge(Change change) {
        return engine.judge(change, fleet);
      }

      @Override
      public Fleet fleet() {
        return fleet;
      }
    };
  }
}
