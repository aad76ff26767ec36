package dev.tidegate.ingress.cli;

import dev.tidegate.ingress.cli.Services.CheckRequest;
import dev.tidegate.ingress.cli.Services.Checked;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.Json;
import dev.tidegate.report.Sarif;
import dev.tidegate.report.Terminal;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a local repository. */
@Command(
    name = "check",
    description = {
      "Judge a local git repository by the policy. Without a range: the whole tree of HEAD.",
      "Rules and fleet come from .tidegate.yaml of the base (with --range), of HEAD otherwise, or"
          + " from --config."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate check                              the whole tree of HEAD here",
      "  tidegate check ~/gitops --tree v1.2         the whole tree of a tag",
      "  tidegate check --range origin/main..HEAD    every commit you are about to push",
      "  tidegate check --staged                     what you are about to commit",
      "  tidegate check --history                    secrets in everything that was ever pushed",
      "  tidegate check --format sarif > out.sarif   for code scanning",
      "",
      "Exit codes: 0 allowed, 1 denied, 3 needs a human, 2 could not judge."
    })
final class CheckCommand implements Callable<Integer> {
  private final Services services;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder in the repository (default: here).")
  Path folder = Path.of(".");

  @ArgGroup @Nullable What what;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A .tidegate.yaml or tidegate.yaml instead of the repository's own.")
  @Nullable Path config;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or sarif (default: text).")
  Format format = Format.TEXT;

  CheckCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    What asked = what == null ? new What() : what;
    CheckRequest request =
        new CheckRequest(
            folder,
            asked.history,
            Optional.ofNullable(asked.range),
            asked.staged,
            Optional.ofNullable(asked.tree),
            Optional.ofNullable(config));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean interactive =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    Terminal terminal = Terminal.of(services.environment(), interactive);
    Consumer<String> progress =
        interactive
            ? doing -> {
              err.print(terminal.progress(doing));
              err.flush();
            }
            : doing -> {};
    Checked checked = services.check(request, progress);
    if (interactive) {
      err.print(terminal.progress(""));
      err.flush();
    }
    Verdict verdict = checked.verdict();
    String text =
        switch (format) {
          case TEXT -> terminal.render(verdict, checked.redactor());
          case JSON -> Json.of(verdict, checked.redactor()) + "\n";
          case SARIF ->
              Sarif.of(verdict, services.rules(), services.version(), checked.redactor()) + "\n";
        };
    out.print(text);
    out.flush();
    return switch (verdict) {
      case Verdict.Allowed allowed -> Cli.DONE;
      case Verdict.NeedsHuman ask -> Cli.NEEDS_HUMAN;
      case Verdict.Denied denied -> Cli.DENIED;
    };
  }

  /** At most one of them. */
  static final class What {
    @Option(
        names = "--range",
        paramLabel = "A..B",
        description = "Every commit of B that A does not have; B defaults to HEAD.")
    @Nullable String range;

    @Option(names = "--staged", description = "What the index would commit.")
    boolean staged;

    @Option(
        names = "--history",
        description = {
          "Secrets in everything that any branch, tag, note or other ref reaches: contents, names,",
          "messages; each where it stood first."
        })
    boolean history;

    @Option(
        names = "--tree",
        paramLabel = "REV",
        description = "The whole tree of a revision (default: HEAD).")
    @Nullable String tree;
  }

  /** How the verdict is printed. */
  enum Format {
    TEXT,
    JSON,
    SARIF;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
