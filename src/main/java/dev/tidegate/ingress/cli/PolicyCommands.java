package dev.tidegate.ingress.cli;

import dev.tidegate.ingress.cli.Services.BaselineRequest;
import dev.tidegate.trial.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that try a policy before it counts. */
@Command(
    name = "policy",
    description = "Check a policy, and test it on the cases that stand beside it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate policy check .tidegate.yaml",
      "  tidegate policy test                   the cases of .tidegate/tests or tests",
      "  tidegate replay --since v1.0           what it would have denied",
      "  tidegate baseline                      what stands today, as a list that only shrinks"
    })
final class PolicyCommands implements Callable<Integer> {
  private static final List<String> FILES =
      List.of(".tidegate.yaml", ".tidegate-baseline.yaml", "tidegate.yaml");

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Cli.UNABLE;
  }

  /** What every one of them has. */
  abstract static class Trying implements Callable<Integer> {
    final Services services;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    boolean help;

    Trying(Services services) {
      this.services = services;
    }

    int tell(Told told) {
      spec.commandLine().getOut().print(told.text());
      spec.commandLine().getOut().flush();
      return told.well() ? Cli.DONE : Cli.DENIED;
    }
  }

  /** Every problem of its files. */
  @Command(
      name = "check",
      description = "Print every problem of a policy file, or of those in a folder.",
      footerHeading = "%nExamples:%n",
      footer = {"  tidegate policy check .tidegate.yaml", "  tidegate policy check ."})
  static final class Check extends Trying {
    @Parameters(arity = "0..1", paramLabel = "FILE|DIR", defaultValue = ".")
    Path at = Path.of(".");

    Check(Services services) {
      super(services);
    }

    @Override
    public Integer call() {
      List<Path> files =
          Files.isDirectory(at)
              ? FILES.stream().map(at::resolve).filter(Files::exists).toList()
              : List.of(at);
      if (files.isEmpty()) {
        spec.commandLine()
            .getErr()
            .println("tidegate: no policy stands in " + at + ": " + String.join(", ", FILES));
        return Cli.UNABLE;
      }
      StringBuilder out = new StringBuilder();
      for (Path file : files) {
        services.checkConfig(file);
        out.append(file).append(": no problem found\n");
      }
      return tell(new Told(out.toString(), true));
    }
  }

  /** Its cases. */
  @Command(
      name = "test",
      description = {
        "Judge the cases beside a policy and show where it judges otherwise than they expect.",
        "Cases are the YAML files in .tidegate/tests, policy/tests or tests, whichever is there."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate policy test",
        "  tidegate policy test examples/policy",
        "",
        "Exit codes: 0 all pass, 1 one fails, 2 could not test."
      })
  static final class Test extends Trying {
    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".")
    Path folder = Path.of(".");

    Test(Services services) {
      super(services);
    }

    @Override
    public Integer call() {
      return tell(services.testPolicy(folder));
    }
  }

  /** On history. */
  @Command(
      name = "replay",
      description = {
        "Judge every change of the past (the first parents since a revision) by a policy, and say",
        "what would have been denied, per rule, and what became of it."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate replay --since v1.0",
        "  tidegate replay --since HEAD~200 --config new.tidegate.yaml --format json"
      })
  static final class Replay extends Trying {
    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".")
    Path folder = Path.of(".");

    @Option(names = "--since", required = true, paramLabel = "REV", description = "Where to begin.")
    String since = "";

    @Option(names = "--config", paramLabel = "FILE", description = "The policy; default: HEAD's.")
    @Nullable Path config;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.")
    DeliveryCommands.Format format = DeliveryCommands.Format.TEXT;

    Replay(Services services) {
      super(services);
    }

    @Override
    public Integer call() {
      return tell(
          services.replay(
              folder, since, Optional.ofNullable(config), format == DeliveryCommands.Format.JSON));
    }
  }

  /** What stands today. */
  @Command(
      name = "baseline",
      description = {
        "List today's findings, so that an old repository starts green and only gets better.",
        "It counts as .tidegate-baseline.yaml at the root of the protected branch."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate baseline                                    print it",
        "  tidegate baseline --write .tidegate-baseline.yaml    write it once",
        "  tidegate baseline --update                           take out what is mended"
      })
  static final class Baseline extends Trying {
    @Parameters(arity = "0..1", paramLabel = "DIR", defaultValue = ".")
    Path folder = Path.of(".");

    @Option(names = "--config", paramLabel = "FILE", description = "The policy; default: HEAD's.")
    @Nullable Path config;

    @Option(names = "--write", paramLabel = "FILE", description = "Write it; never over another.")
    @Nullable Path write;

    @Option(names = "--update", description = "Take out what matches nothing any more.")
    boolean update;

    @Option(
        names = "--until",
        paramLabel = "DATE",
        description = "The last day on which it counts; default: in 180 days.")
    @Nullable LocalDate until;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why they are excused.")
    String reason = "stood when the gate was introduced";

    Baseline(Services services) {
      super(services);
    }

    @Override
    public Integer call() {
      return tell(
          services.baseline(
              new BaselineRequest(
                  folder,
                  Optional.ofNullable(config),
                  Optional.ofNullable(write),
                  update,
                  Optional.ofNullable(until),
                  reason)));
    }
  }
}
