package dev.tidegate.ingress.cli;

import dev.tidegate.policy.RuleDoc;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
    description =
        "Explain a rule (why, examples, the fix, who may override it) or a rejected push.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate explain secret/plaintext",
      "  tidegate explain 3f9c0a1b2c          what a hook answered, with every finding",
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

  @Parameters(
      arity = "0..1",
      paramLabel = "RULE",
      description = "The rule's id, or the id that a rejected push shows.")
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
    String asked = rule.strip().toLowerCase(Locale.ROOT);
    Optional<String> page = services.explain(asked).or(() -> services.hookRecord(asked));
    if (page.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "tidegate: there is no rule \"" + rule + "\"; `tidegate explain` lists all of them.");
      rules.stream()
          .map(RuleDoc::id)
          .filter(id -> alike(id, rule.strip().toLowerCase(Locale.ROOT)))
          .forEach(id -> err.println("  perhaps " + id));
      err.flush();
      return Cli.UNABLE;
    }
    out.println(page.get().stripTrailing());
    out.flush();
    return Cli.DONE;
  }

  /** One names a part of the other, or a few letters differ. */
  private static boolean alike(String id, String asked) {
    String name = id.substring(id.indexOf('/') + 1);
    String askedName = asked.substring(asked.indexOf('/') + 1);
    return (!asked.isEmpty() && id.contains(asked))
        || asked.contains(name)
        || distance(id, asked) <= 3
        || distance(name, askedName) <= 2;
  }

  /** How many letters must be put in, taken out or replaced. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
