package dev.tidegate;

import dev.tidegate.change.Change;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.client.git.LocalRepository;
import dev.tidegate.client.git.Received;
import dev.tidegate.client.git.open.OpenRepositories;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.RepositoryConfig;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.gate.Benches.Bench;
import dev.tidegate.ingress.hook.Account;
import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.ingress.hook.HookRequest;
import dev.tidegate.ingress.hook.HookSettings;
import dev.tidegate.ingress.hook.Pushes;
import dev.tidegate.ingress.hook.RefUpdate;
import dev.tidegate.ingress.hookd.Hookd;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Verdict;
import dev.tidegate.trouble.RemoteException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pushes and commits in repositories on this machine. The policy comes from the tip of the
 * protected branch as it stands before the push, and from the server's own file where one is named.
 */
final class HookProgram implements Pushes {
  private static final int WAITING = 512;
  private static final int KEPT_OPEN = 64;

  /** For each core: a crowd of git's own processes leaves a judge little of one. */
  private static final int JUDGES = 6;

  private final InstantSource clock;
  private final OpenRepositories open = new OpenRepositories(KEPT_OPEN);

  HookProgram(InstantSource clock) {
    this.clock = clock;
  }

  /** A hook with real repositories and the real clock. */
  static Hook hook() {
    return new Hook(new HookProgram(Clock.systemUTC()), Clock.systemUTC(), Account.own());
  }

  /** The installation that the launcher says it belongs to. */
  static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault("TIDEGATE_HOME", "");
    if (home.isEmpty()) {
      throw RemoteException.lasting("hook", "start this through the launcher 'tidegate'", null);
    }
    return Path.of(home);
  }

  /** Answers hooks until it is idle; false where another daemon does already. */
  static boolean hookd(Map<String, String> environment, Optional<Path> socket, Duration idle) {
    Path at =
        socket
            .or(() -> variable(environment, "TIDEGATE_SOCKET").map(Path::of))
            .orElseGet(() ->
                Hookd.standardSocket(
                    variable(environment, "XDG_RUNTIME_DIR"), variable(environment, "TMPDIR")));
    int judges = JUDGES * Runtime.getRuntime().availableProcessors();
    Hookd.Settings settings =
        new Hookd.Settings(
            at, idle, judges, WAITING, variable(environment, "TIDEGATE_HOME").map(Path::of));
    try (Hookd hookd = new Hookd(hook(), Account.own(), settings)) {
      return hookd.run(() -> {});
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
  }

  @Override
  public Waiting open(HookRequest request, List<RefUpdate> updates) {
    LocalRepository local =
        LocalRepository.ofHook(request.folder(), request.environment(), open, clock);
    try {
      return new OpenPush(local, request, updates);
    } catch (RuntimeException e) {
      local.close();
      throw e;
    }
  }

  @Override
  public CommitId commit(HookRequest request, String revision) {
    try (LocalRepository local =
        LocalRepository.ofHook(request.folder(), request.environment(), open, clock)) {
      return local.commit(revision);
    }
  }

  private static final class OpenPush implements Waiting {
    private final LocalRepository local;
    private final Received received;
    private final HookRequest request;
    private final HookSettings settings;
    private final Bench bench;
    private final Received.View view;

    OpenPush(LocalRepository local, HookRequest request, List<RefUpdate> updates) {
      this.local = local;
      this.received = local.received();
      this.request = request;
      String known = known();
      Optional<RefName> guarded = guarded();
      Optional<CommitId> trunk = trunk(guarded, known);
      ConfigReader reader = Program.reader();
      RepositoryConfig own =
          trunk
              .map(received::tree)
              .map(tree -> ConfiguredBenches.read(reader, tree))
              .orElseGet(RepositoryConfig::empty);
      Policy policy = policy(reader, own);
      this.settings = policy.hooks();
      this.bench = ConfiguredBenches.bench(policy.rules(), policy.fleet());
      Set<RefName> refs = new HashSet<>();
      if (request.kind().receives()) {
        guarded.ifPresent(refs::add);
        updates.stream().map(RefUpdate::ref).filter(settings::guards).forEach(refs::add);
      }
      this.view = new Received.View(known, trunk, refs);
    }

    /** The refs whose commits whoever receives the push has already. */
    private String known() {
      if (request.kind() != HookRequest.Kind.PRE_PUSH) {
        return "";
      }
      return request
          .remote()
          .map(name -> "refs/remotes/" + name + "/")
          .filter(received::any)
          .orElse("refs/remotes/");
    }

    /** The branch whose file is the policy, as this very repository names it. */
    private Optional<RefName> guarded() {
      if (request.kind().receives()) {
        return received.setting("branch").map(RefName::branch).or(received::head);
      }
      return Optional.empty();
    }

    private Optional<CommitId> trunk(Optional<RefName> guarded, String known) {
      if (request.kind().receives()) {
        return guarded.flatMap(ref -> received.tip(ref.full()));
      }
      String remote =
          known.equals("refs/remotes/") || known.isEmpty() ? "refs/remotes/origin/" : known;
      Optional<CommitId> theirs =
          received
              .target(remote + "HEAD")
              .flatMap(ref -> received.tip(ref.full()))
              .or(() -> received.tip(remote + "main"))
              .or(() -> received.tip(remote + "master"));
      return request.kind() == HookRequest.Kind.PRE_COMMIT
          ? theirs.or(() -> received.tip("HEAD"))
          : theirs;
    }

    /** The server's own file, if any, over what the protected branch says. */
    private Policy policy(ConfigReader reader, RepositoryConfig own) {
      List<String> urls = new ArrayList<>(received.remoteUrls());
      received.setting("url").ifPresent(urls::add);
      Optional<Path> file =
          received
              .setting("config")
              .or(() -> variable(request.environment(), "TIDEGATE_CONFIG"))
              .map(Path::of);
      HookSettings hooks = own.hooks().orElseGet(HookSettings::standard);
      if (file.isEmpty()) {
        return new Policy(own.rules(), own.fleet(urls), hooks);
      }
      if (isServerFile(file.get())) {
        ServerConfig server = reader.server(file.get());
        ServerConfig.Repository entry = Program.entry(server, urls);
        return new Policy(
            server.rules(entry, own), server.fleet(entry, own), server.hooks(entry, own));
      }
      RepositoryConfig server = reader.repository(file.get().toString(), Program.read(file.get()));
      RepositoryConfig both =
          new RepositoryConfig(
              server.clusters().or(own::clusters),
              server.argocdApps().or(own::argocdApps),
              server.terraformRoots().or(own::terraformRoots),
              server.talosPaths().or(own::talosPaths),
              server.rules().under(own.rules(), List.of()),
              server.hooks());
      return new Policy(both.rules(), both.fleet(urls), both.hooks().orElse(hooks));
    }

    @Override
    public String repository() {
      return received.folder().toString();
    }

    @Override
    public HookSettings settings() {
      return settings;
    }

    @Override
    public Map<RefUpdate, Change> changes(List<RefUpdate> updates, Optional<String> actor) {
      if (request.kind() == HookRequest.Kind.PRE_COMMIT) {
        return Map.of(NEXT, local.staged());
      }
      Map<Received.Update, RefUpdate> names = new LinkedHashMap<>();
      for (RefUpdate update : updates) {
        names.put(new Received.Update(update.ref(), update.before(), update.after()), update);
      }
      Map<RefUpdate, Change> changes = new LinkedHashMap<>();
      received
          .changes(List.copyOf(names.keySet()), view, actor)
          .forEach((update, change) -> changes.put(names.get(update), change));
      return changes;
    }

    @Override
    public Verdict judge(Change change) {
      return bench.judge(change);
    }

    @Override
    public void close() {
      local.close();
    }
  }

  private record Policy(PolicySettings rules, Fleet fleet, HookSettings hooks) {}

  /** By its content: only the service's file says which repositories it watches. */
  private static boolean isServerFile(Path file) {
    String text = new String(Program.read(file), StandardCharsets.UTF_8);
    return text.lines().anyMatch(line -> line.startsWith("repositories:"));
  }
}
