package dev.tidegate.ingress.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about configuration files. */
@Command(
    name = "config",
    description = "Check a configuration file, or print its JSON Schema.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate config check tidegate.yaml",
      "  tidegate config schema > tidegate.schema.json"
    })
final class ConfigCommands implements Callable<Integer> {
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

  /** Every problem of a file. */
  @Command(
      name = "check",
      description = "Print every problem of a file with its line, column, path and remedy.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate config check tidegate.yaml     the server's file",
        "  tidegate config check .tidegate.yaml    a repository's file, known by its name"
      })
  static final class Check implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Parameters(paramLabel = "FILE", description = "The file to check.")
    Path file = Path.of("tidegate.yaml");

    Check(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      services.checkConfig(file);
      spec.commandLine().getOut().println(file + ": no problem found");
      spec.commandLine().getOut().flush();
      return Cli.DONE;
    }
  }

  /** The schema. */
  @Command(
      name = "schema",
      description = "Print the JSON Schema (2020-12) of the server's file.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate config schema",
        "  tidegate config schema --repository    of .tidegate.yaml"
      })
  static final class SchemaOf implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(names = "--repository", description = "Of a repository's .tidegate.yaml instead.")
    boolean repository;

    SchemaOf(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(services.schema(repository));
      spec.commandLine().getOut().flush();
      return Cli.DONE;
    }
  }
}
