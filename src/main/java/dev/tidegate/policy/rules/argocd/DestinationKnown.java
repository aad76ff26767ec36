package dev.tidegate.policy.rules.argocd;

import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.YamlNode;
import java.util.stream.Collectors;

/** An Application deploys to a declared cluster. Says nothing where no cluster is declared. */
public final class DestinationKnown implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "argocd/destination-known",
          "An Application deploys to a declared cluster",
          "An unknown destination fails only after the merge, and a wrong one deploys to the wrong"
              + " cluster.",
          "Use the server address or the name of a cluster that the configuration declares.",
          "Whoever keeps the configuration declares a new cluster there first.",
          Severity.DENY,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    Fleet fleet = file.subject().fleet();
    if (fleet.clusters().isEmpty()) {
      return;
    }
    for (App app : App.in(file)) {
      switch (Destination.of(app, fleet)) {
        case Destination.Known known -> {}
        case Destination.Undecided later ->
            Generators.unknown(app, fleet)
                .ifPresent(asked ->
                    say(
                        app,
                        "deploys to "
                            + asked
                            + " for one of its elements, which is no declared cluster",
                        fleet,
                        findings));
        case Destination.Unknown unknown ->
            say(
                app,
                "deploys to " + unknown.asked() + ", which is no declared cluster",
                fleet,
                findings);
        case Destination.Ambiguous many ->
            say(
                app,
                "deploys to "
                    + many.asked()
                    + ", which "
                    + many.clusters().size()
                    + " declared clusters claim",
                fleet,
                findings);
      }
    }
  }

  private static void say(App app, String what, Fleet fleet, Findings findings) {
    YamlNode at = app.place("spec", "destination");
    findings.add(
        app.path(),
        at.line(),
        at.column(),
        app.titled() + " destination",
        app.titled() + " " + what + ".",
        "Use one of:\n"
            + fleet.clusters().stream()
                .map(DestinationKnown::line)
                .collect(Collectors.joining("\n")));
  }

  private static String line(Cluster cluster) {
    return "  server: " + cluster.server() + "  # " + cluster.name();
  }
}
