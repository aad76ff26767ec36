package dev.tidegate.ingress.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands that run the program itself. */
final class ServeCommands {
  private static final String STANDARD_FILE = "tidegate.yaml";

  private ServeCommands() {}

  /**
   * The file of {@code serve [--config FILE]}, written as services write it; empty: anything else.
   */
  static Optional<Path> plain(String... arguments) {
    boolean serve = arguments.length > 0 && arguments[0].equals("serve");
    if (serve && arguments.length == 1) {
      return Optional.of(Path.of(STANDARD_FILE));
    }
    if (serve && arguments.length == 3 && arguments[1].equals("--config")) {
      return Optional.of(arguments[2]).filter(f -> !f.startsWith("-")).map(Path::of);
    }
    return Optional.empty();
  }

  /** The service. */
  @Command(
      name = "serve",
      description = "Run the service until it is told to stop (SIGTERM or SIGINT).",
      footerHeading = "%nExample:%n",
      footer = {
        "  GITHUB_TOKEN=... WEBHOOK_SECRET=... tidegate serve --config tidegate.yaml",
        "",
        "A changed file, or SIGHUP, is read again; a bad file leaves the old one in force."
      })
  static final class Serve implements Callable<Integer> {
    private final Services services;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        defaultValue = STANDARD_FILE,
        description = "The server's file (default: tidegate.yaml).")
    Path config = Path.of(STANDARD_FILE);

    Serve(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      services.serve(config);
      return Cli.DONE;
    }
  }

  /** The demo. */
  @Command(
      name = "demo",
      description = {
        "Play a pull request from denied to deployed against a simulated GitHub and Argo CD on this"
            + " machine.",
        "Ends 0 only if everything expected happened."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate demo           half a minute, no network",
        "  tidegate demo --keep    leave it running: clone, push and open pull requests yourself"
      })
  static final class Demo implements Callable<Integer> {
    private final Services services;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(names = "--keep", description = "Leave everything running until it is interrupted.")
    boolean keep;

    Demo(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      return services.demo(keep) ? Cli.DONE : Cli.DENIED;
    }
  }

  /** The version. */
  @Command(
      name = "version",
      description = "Print the version.",
      footerHeading = "%nExample:%n",
      footer = "  tidegate version")
  static final class Version implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    Version(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      spec.commandLine().getOut().println("tidegate " + services.version());
      spec.commandLine().getOut().flush();
      return Cli.DONE;
    }
  }
}
