package dev.tidegate;

import dev.tidegate.change.Change;
import dev.tidegate.change.RepoId;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.LocalRepository;
import dev.tidegate.client.github.Budget;
import dev.tidegate.client.github.GitHub;
import dev.tidegate.client.kubernetes.Definitions;
import dev.tidegate.client.kubernetes.Target;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.HouseRules;
import dev.tidegate.config.RepositoryConfig;
import dev.tidegate.config.Schema;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.gate.Hooks;
import dev.tidegate.inbox.Deliveries;
import dev.tidegate.ingress.cli.Services;
import dev.tidegate.ingress.hook.Account;
import dev.tidegate.ingress.hook.HookLog;
import dev.tidegate.ingress.hookd.Installation;
import dev.tidegate.journal.Journal;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.audit.Audit;
import dev.tidegate.policy.audit.Past;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.policy.engine.RulePage;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.report.Redactor;
import dev.tidegate.secret.Secret;
import dev.tidegate.secret.SecretFiles;
import dev.tidegate.store.Database;
import dev.tidegate.trial.Baselines;
import dev.tidegate.trial.CaseFiles;
import dev.tidegate.trial.Cases;
import dev.tidegate.trial.Replay;
import dev.tidegate.trial.Told;
import dev.tidegate.trial.Written;
import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.ConfigException.Problem;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the command line offers, with the real systems behind it. */
final class Program implements Services {
  static final String VERSION =
      Optional.ofNullable(Program.class.getPackage().getImplementationVersion()).orElse("dev");

  private final Map<String, String> environment;
  private final PrintWriter out;
  private final Clock clock = Clock.systemUTC();

  Program(Map<String, String> environment, PrintWriter out) {
    this.environment = environment;
    this.out = out;
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  static ConfigReader reader() {
    return ConfigReader.knowing(new HouseRules());
  }

  @Override
  public Checked check(CheckRequest request, Consumer<String> progress) {
    progress.accept("reading the change");
    try (LocalRepository repository = LocalRepository.open(request.folder(), environment, clock)) {
      if (request.history()) {
        Past past = repository.past();
        progress.accept("reading the history");
        PolicySettings rules = settled(request, repository, past.now()).rules();
        return new Checked(new Audit(past, rules, progress).run(today()), new Redactor());
      }
      Change change;
      if (request.range().isPresent()) {
        change = repository.range(request.range().get());
      } else if (request.staged()) {
        change = repository.staged();
      } else {
        change = repository.tree(request.tree().orElse("HEAD"));
      }
      if (change.isEmpty()) {
        String what = request.staged() ? "nothing is staged" : "the range holds no commit";
        throw RemoteException.lasting(
            "check", "there is nothing to judge: " + what + ", and nothing is never allowed", null);
      }
      // A range is judged by its base's policy; a whole tree has nothing but itself.
      Tree policy = change.base().isPresent() ? change.before() : change.after();
      Settled settled = settled(request, repository, policy);
      progress.accept("judging " + change.additions().size() + " files");
      Verdict verdict = ConfiguredBenches.bench(settled.rules(), settled.fleet()).judge(change);
      return new Checked(verdict, new Redactor());
    }
  }

  private Settled settled(CheckRequest request, LocalRepository repository, Tree policy) {
    ConfigReader reader = reader();
    if (request.config().isPresent()) {
      Path file = request.config().get();
      if (isRepositoryFile(file)) {
        RepositoryConfig own = reader.repository(file.toString(), read(file));
        return new Settled(own.rules(), own.fleet(repository.remoteUrls()));
      }
      ServerConfig server = reader.server(file);
      RepositoryConfig own = ConfiguredBenches.read(reader, policy);
      ServerConfig.Repository entry = entry(server, repository.remoteUrls());
      return new Settled(server.rules(entry, own), server.fleet(entry, own));
    }
    RepositoryConfig own = ConfiguredBenches.read(reader, policy);
    return new Settled(own.rules(), own.fleet(repository.remoteUrls()));
  }

  /** The server's entry for a clone: by its remotes, else the only one. */
  static ServerConfig.Repository entry(ServerConfig server, List<String> remoteUrls) {
    for (ServerConfig.Repository entry : server.repositories()) {
      Fleet fleet = server.fleet(entry, RepositoryConfig.empty());
      if (remoteUrls.stream().anyMatch(fleet::isThisRepo)) {
        return entry;
      }
    }
    if (server.repositories().size() == 1) {
      return server.repositories().getFirst();
    }
    throw new ConfigException(
        List.of(
            new Problem(
                "--config",
                0,
                0,
                "repositories",
                "none of the server's repositories is this clone",
                "Add a remote that points at one of them, or give a .tidegate.yaml")));
  }

  private static boolean isRepositoryFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(RepositoryConfig.FILE_NAME) || name.startsWith(".tidegate.");
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  file.toString(),
                  0,
                  0,
                  "",
                  "the file cannot be read",
                  "Check that it exists and that this account may read it")));
    }
  }

  @Override
  public Told testPolicy(Path folder) {
    Path own = folder.resolve(RepositoryConfig.FILE_NAME);
    Path above = folder.resolve("tidegate.yaml");
    Settled settled;
    if (Files.exists(own) || !Files.exists(above)) {
      RepositoryConfig config = reader().repository(own.toString(), read(own));
      settled = new Settled(config.rules(), config.fleet(List.of()));
    } else {
      ServerConfig config = reader().server(above);
      ServerConfig.Repository entry = config.repositories().getFirst();
      RepositoryConfig none = RepositoryConfig.empty();
      settled = new Settled(config.rules(entry, none), config.fleet(entry, none));
    }
    Map<String, byte[]> cases = new TreeMap<>();
    CaseFiles.in(folder).forEach(file -> cases.put(file.toString(), read(file)));
    return Cases.run(cases, ConfiguredBenches.bench(settled.rules(), settled.fleet())::judge);
  }

  @Override
  public Told replay(Path folder, String since, Optional<Path> config, boolean json) {
    try (LocalRepository repository = LocalRepository.open(folder, environment, clock)) {
      Change all = repository.range(since + "..HEAD");
      Settled settled = settled(asked(folder, config), repository, all.after());
      Function<Change, Verdict> judge =
          ConfiguredBenches.bench(settled.rules(), settled.fleet())::judge;
      Optional<Change> start = all.base().map(base -> repository.tree(base.hex()));
      Replay replay = new Replay(judge, start);
      Replay.mainline(all)
          .forEach(c ->
              replay.add(repository.range(c.parents().getFirst().hex() + ".." + c.id().hex())));
      return replay.tell(json);
    }
  }

  @Override
  public Told baseline(BaselineRequest request) {
    Path file = request.write().orElse(request.folder().resolve(RepositoryConfig.BASELINE_NAME));
    Optional<Baseline> old =
        request.update()
            ? Optional.of(reader().baseline(file.toString(), read(file)))
            : Optional.empty();
    try (LocalRepository repository = LocalRepository.open(request.folder(), environment, clock)) {
      Change change = repository.tree("HEAD");
      Settled settled =
          settled(asked(request.folder(), request.config()), repository, change.after());
      PolicySettings rules =
          settled.rules().excepting(settled.rules().exemptions().withoutBaseline());
      Verdict verdict = ConfiguredBenches.bench(rules, settled.fleet()).judge(change);
      LocalDate today = today();
      Written written =
          Baselines.write(
              verdict,
              old,
              today,
              request.until().orElse(today.plusDays(Exemptions.MOST_DAYS)),
              request.reason());
      if (request.update() || request.write().isPresent()) {
        if (!request.update() && Files.exists(file)) {
          throw trouble(file, "it exists already", "Take mended findings out with --update");
        }
        Files.writeString(file, written.file());
        return new Told(written.said() + ": " + file + "\n", true);
      }
      return new Told(written.file(), true);
    } catch (IOException e) {
      throw trouble(file, "it cannot be written", "Look at the folder's rights and space");
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private static CheckRequest asked(Path folder, Optional<Path> config) {
    return new CheckRequest(folder, false, Optional.empty(), false, Optional.empty(), config);
  }

  private static ConfigException trouble(Path file, String what, String remedy) {
    return new ConfigException(List.of(new Problem(file.toString(), 0, 0, "", what, remedy)));
  }

  @Override
  public void serve(Path config) {
    new Serving(environment, out, clock).serve(config);
  }

  @Override
  public boolean demo(boolean keep) {
    return new Demo(out, clock).play(keep);
  }

  @Override
  public void checkConfig(Path file) {
    if (String.valueOf(file.getFileName()).endsWith(RepositoryConfig.BASELINE_NAME)) {
      reader().baseline(file.toString(), read(file));
    } else if (isRepositoryFile(file)) {
      reader().repository(file.toString(), read(file));
    } else {
      reader().server(file);
    }
  }

  @Override
  public String schema(boolean repository) {
    return repository ? Schema.repository() : Schema.server();
  }

  @Override
  public Collection<RuleDoc> rules() {
    return RuleBook.standard(PolicySettings.standard()).docs();
  }

  @Override
  public Optional<String> explain(String rule) {
    return RuleBook.standard(PolicySettings.standard()).doc(rule).map(RulePage::of);
  }

  @Override
  public List<Path> pullSchemas(
      Optional<String> context, Optional<URI> server, Optional<Path> authority, Path to) {
    Optional<String> token = Optional.ofNullable(environment.get("KUBE_TOKEN"));
    return new Definitions("kubectl", environment)
        .pull(new Target(context, server, authority, token), to);
  }

  @Override
  public Optional<String> hookRecord(String id) {
    return HookLog.by(environment, Account.own()).report(id);
  }

  @Override
  public List<String> placeHooks(
      boolean install, Path target, boolean client, Optional<Path> config) {
    Installation installation = new Installation(HookProgram.home(environment), config);
    return install ? installation.install(target, client) : installation.uninstall(target, client);
  }

  @Override
  public boolean hookd(Optional<Path> socket, Duration idle) {
    return HookProgram.hookd(environment, socket, idle);
  }

  @Override
  public OpenDeliveries deliveries(Path file) {
    ServerConfig config = reader().server(file);
    Database database = Database.existing(Serving.target(config, new SecretFiles(environment)));
    Deliveries deliveries = new Deliveries(database, new Journal(database, clock), clock);
    return new OpenDeliveries() {
      @Override
      public Deliveries deliveries() {
        return deliveries;
      }

      @Override
      public void close() {
        database.close();
      }
    };
  }

  @Override
  public OpenHooks hooks(Path file) {
    ServerConfig config = reader().server(file);
    SecretFiles secrets = new SecretFiles(environment);
    URI publicUrl =
        config
            .server()
            .publicUrl()
            .orElseThrow(() ->
                new ConfigException(
                    List.of(
                        new Problem(
                            file.toString(),
                            0,
                            0,
                            "server.publicUrl",
                            "it is needed to know where GitHub shall send deliveries",
                            "Add the address under which GitHub reaches this server"))));
    Redactor redactor = new Redactor();
    GitHub github = RealClients.github(config, secrets, redactor, new Budget.All(clock), clock);
    return new OpenHooks() {
      @Override
      public Hooks hooks() {
        return github.hooks();
      }

      @Override
      public List<RepoId> repositories() {
        return config.repositories().stream().map(ServerConfig.Repository::name).toList();
      }

      @Override
      public URI target() {
        return URI.create(publicUrl.toString().replaceFirst("/+$", "") + "/webhooks/github");
      }

      @Override
      public Secret secret() {
        return RealClients.known(config.github().webhookSecrets().getFirst(), secrets, redactor);
      }

      @Override
      public void close() {
        github.close();
      }
    };
  }

  private record Settled(PolicySettings rules, Fleet fleet) {}
}
