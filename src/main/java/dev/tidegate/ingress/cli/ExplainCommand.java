package dev.tidegate.ingress.cli;

import dev.tidegate.policy.RuleDoc;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains a rule. */
@Command(
    name = "explain",
    description = "Explain a rule: why, a bad and a good example, the fix, who may override it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate explain secret/plaintext",
      "  tidegate explain                     list the rules"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Services services;

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Parameters(arity = "0..1", paramLabel = "RULE", description = "The rule's id.")
  @Nullable String rule;

  ExplainCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<RuleDoc> rules =
        services.rules().stream().sorted(Comparator.comparing(RuleDoc::id)).toList();
    if (rule == null) {
      rules.forEach(r -> out.printf("%-34s %s%n", r.id(), r.title()));
      out.flush();
      return Cli.DONE;
    }
    Optional<String> page = services.explain(rule);
    if (page.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "tidegate: there is no rule \"" + rule + "\"; `tidegate explain` lists all of them.");
      rules.stream()
          .map(RuleDoc::id)
          .filter(id -> id.contains(rule) || rule.contains(id.substring(id.indexOf('/') + 1)))
          .forEach(id -> err.println("  perhaps " + id));
      err.flush();
      return Cli.UNABLE;
    }
    out.println(page.get().stripTrailing());
    out.flush();
    return Cli.DONE;
  }
}
