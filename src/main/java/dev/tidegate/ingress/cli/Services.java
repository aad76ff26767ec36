package dev.tidegate.ingress.cli;

import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Hooks;
import dev.tidegate.inbox.Deliveries;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Verdict;
import dev.tidegate.secret.Secret;
import dev.tidegate.trial.Told;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the commands offer, filled in by the composition root. Methods throw {@link
 * dev.tidegate.trouble.ConfigException} and {@link dev.tidegate.trouble.RemoteException}.
 */
public interface Services {
  String version();

  /** Reads and judges a local repository. */
  Checked check(CheckRequest request, Consumer<String> progress);

  /** Runs the service until the process is told to stop. */
  void serve(Path config);

  /** Plays the demo; true where everything expected happened. */
  boolean demo(boolean keep);

  /** Reads a server's or (by its name {@code .tidegate.yaml}) a repository's file. */
  void checkConfig(Path file);

  String schema(boolean repository);

  Collection<RuleDoc> rules();

  /** The rule's page, as Markdown. */
  Optional<String> explain(String rule);

  /** Writes a cluster's definitions of custom kinds, one file each; gives the files. */
  List<Path> pullSchemas(
      Optional<String> context, Optional<URI> server, Optional<Path> authority, Path to);

  /** What a hook on this machine answered under this id, for people. */
  Optional<String> hookRecord(String id);

  /** Puts hooks where git looks for them, or takes them away; what was done, a line each. */
  List<String> placeHooks(boolean install, Path target, boolean client, Optional<Path> config);

  /** Answers hooks until it was idle for so long; false where another one listens already. */
  boolean hookd(Optional<Path> socket, Duration idle);

  /** The deliveries of a server's database. */
  OpenDeliveries deliveries(Path config);

  /** The webhooks of a server's repositories. */
  OpenHooks hooks(Path config);

  /** The cases beside a policy. */
  Told testPolicy(Path folder);

  /** Every change since a revision, judged by a policy. */
  Told replay(Path folder, String since, Optional<Path> config, boolean json);

  /** Today's findings as a list. */
  Told baseline(BaselineRequest request);

  Map<String, String> environment();

  /**
   * What to judge: at most one of history, range, staged and tree.
   *
   * @param config a repository's or a server's file instead of the folder's own
   */
  record CheckRequest(
      Path folder,
      boolean history,
      Optional<String> range,
      boolean staged,
      Optional<String> tree,
      Optional<Path> config) {}

  /**
   * @param write a file that does not exist yet; empty prints
   * @param update takes out of the existing file what matches nothing any more
   * @param until last day; empty: in 180 days
   */
  record BaselineRequest(
      Path folder,
      Optional<Path> config,
      Optional<Path> write,
      boolean update,
      Optional<LocalDate> until,
      String reason) {}

  /** A verdict and what it is shown with. */
  record Checked(Verdict verdict, UnaryOperator<String> redactor) {}

  /** Deliveries of an open database. */
  interface OpenDeliveries extends AutoCloseable {
    Deliveries deliveries();

    @Override
    void close();
  }

  /** Where the hooks of a configuration should send to. */
  interface OpenHooks extends AutoCloseable {
    Hooks hooks();

    List<RepoId> repositories();

    URI target();

    Secret secret();

    @Override
    void close();
  }
}
