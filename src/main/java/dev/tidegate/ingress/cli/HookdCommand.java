package dev.tidegate.ingress.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The resident judge. */
@Command(
    name = "hookd",
    description = {
      "Run the resident judge for hooks, until it was idle for long.",
      "Hooks start it by themselves; a systemd unit is in deploy/."
    },
    footerHeading = "%nExample:%n",
    footer = "  tidegate hookd --socket /run/tidegate/hookd.sock --idle 0")
final class HookdCommand implements Callable<Integer> {
  private final Services services;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description = "Where to listen; its folder must be this account's alone.")
  @Nullable Path socket;

  @Option(
      names = "--idle",
      paramLabel = "MINUTES",
      defaultValue = "15",
      description = "End after so long without a push; 0 never (default: 15).")
  long idle = 15;

  HookdCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    boolean ran =
        services.hookd(Optional.ofNullable(socket), Duration.ofMinutes(Math.max(0, idle)));
    if (!ran) {
      err.println("tidegate: another hookd listens there already");
      err.flush();
    }
    return Cli.DONE;
  }
}
