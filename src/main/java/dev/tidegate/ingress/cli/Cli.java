package dev.tidegate.ingress.cli;

import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.RemoteException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 allowed or done, 1 denied, 2 could not judge or bad usage, 3
 * needs a human.
 */
@Command(
    name = "tidegate",
    description = "The gate between a git push and production.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate check                          judge the whole tree of HEAD",
      "  tidegate check --range origin/main..    judge what you are about to push",
      "  tidegate check --staged                 judge what you are about to commit",
      "  tidegate serve --config tidegate.yaml   run the service",
      "  tidegate demo                           see a pull request go all the way",
      "",
      "Exit codes: 0 allowed or done, 1 denied, 2 could not judge, 3 needs a human."
    })
public final class Cli implements Callable<Integer> {
  static final int DONE = 0;
  static final int DENIED = 1;
  public static final int UNABLE = 2;
  static final int NEEDS_HUMAN = 3;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  private Cli() {}

  /** Runs one command and gives the exit code; prints to the two writers only. */
  public static int run(Services services, PrintWriter out, PrintWriter err, String... arguments) {
    Optional<Path> served = ServeCommands.plain(arguments);
    if (served.isPresent()) {
      // The service starts in a hurry: the library that reads arguments takes a third of the time.
      try {
        services.serve(served.get());
        return DONE;
      } catch (Exception e) {
        return trouble(e, services.environment(), err);
      }
    }
    CommandLine line = new CommandLine(new Cli());
    all(line, services);
    line.getCommandSpec().version("tidegate " + services.version());
    line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (e, command, result) -> trouble(e, services.environment(), command.getErr()));
    return line.execute(arguments);
  }

  private static void all(CommandLine line, Services services) {
    line.addSubcommand(new CheckCommand(services));
    line.addSubcommand(new ServeCommands.Serve(services));
    line.addSubcommand(new ServeCommands.Demo(services));
    line.addSubcommand(
        new CommandLine(new ConfigCommands())
            .addSubcommand(new ConfigCommands.Check(services))
            .addSubcommand(new ConfigCommands.SchemaOf(services)));
    line.addSubcommand(
        new CommandLine(new DeliveryCommands())
            .addSubcommand(new DeliveryCommands.ListAll(services))
            .addSubcommand(new DeliveryCommands.Show(services))
            .addSubcommand(new DeliveryCommands.Replay(services)));
    line.addSubcommand(
        new CommandLine(new WebhookCommands())
            .addSubcommand(new WebhookCommands.Status(services))
            .addSubcommand(new WebhookCommands.Install(services)));
    line.addSubcommand(
        new CommandLine(new HookCommands())
            .addSubcommand("install", new HookCommands.Place(services, true))
            .addSubcommand("uninstall", new HookCommands.Place(services, false)));
    line.addSubcommand(
        new CommandLine(new SchemasCommand()).addSubcommand(new SchemasCommand.Pull(services)));
    line.addSubcommand(new HookdCommand(services));
    line.addSubcommand(
        new CommandLine(new PolicyCommands())
            .addSubcommand(new PolicyCommands.Check(services))
            .addSubcommand(new PolicyCommands.Test(services)));
    line.addSubcommand(new PolicyCommands.Replay(services));
    line.addSubcommand(new PolicyCommands.Baseline(services));
    line.addSubcommand(new ExplainCommand(services));
    line.addSubcommand(new ServeCommands.Version(services));
    line.addSubcommand("completion", new Completion());
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return UNABLE;
  }

  /**
   * Says what stopped a command, in a line for each thing that is wrong, and gives its exit code. A
   * bug's stack trace is shown where {@code TIDEGATE_LOG} is {@code DEBUG}.
   */
  public static int trouble(Throwable e, Map<String, String> environment, PrintWriter err) {
    switch (e) {
      case ConfigException c -> c.problems().forEach(p -> err.println("tidegate: " + p.text()));
      case RemoteException r -> err.println("tidegate: " + r.getMessage());
      default -> {
        err.println("tidegate: a bug stopped this command, nothing was judged: " + bug(e));
        if ("DEBUG".equalsIgnoreCase(environment.get("TIDEGATE_LOG"))) {
          e.printStackTrace(err);
        }
      }
    }
    err.flush();
    return UNABLE;
  }

  private static String bug(Throwable e) {
    String where =
        Arrays.stream(e.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith("dev.tidegate."))
            .findFirst()
            .map(frame -> " at " + frame)
            .orElse("");
    return e.toString().replaceAll("\\s+", " ")
        + where
        + ". Please report it; TIDEGATE_LOG=DEBUG shows more";
  }

  /** Prints a completion script for bash and zsh. */
  @Command(
      name = "completion",
      description = "Print a completion script for bash or zsh.",
      footerHeading = "%nExample:%n",
      footer = "  source <(tidegate completion)")
  static final class Completion implements Callable<Integer> {
    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Override
    public Integer call() {
      CommandLine root = spec.parent().commandLine();
      spec.commandLine().getOut().println(AutoComplete.bash("tidegate", root));
      spec.commandLine().getOut().flush();
      return DONE;
    }
  }
}
