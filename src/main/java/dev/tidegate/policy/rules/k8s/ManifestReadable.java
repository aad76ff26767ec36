package dev.tidegate.policy.rules.k8s;

import dev.tidegate.change.Tree;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.Yaml;
import java.util.regex.Pattern;

/** What calls itself YAML or JSON can be read, in one way only. Helm templates are left alone. */
public final class ManifestReadable implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "k8s/manifest-readable",
          "A manifest can be read, and in one way only",
          "What cannot be read cannot be judged; a key given twice or a custom tag is read in one way"
              + " by one program and in another way by the next.",
          "Correct the file at the place that is named.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final String TOO_MUCH =
      "Split it into files of fewer documents, or keep it out of git: in a release, a registry or an"
          + " object store, with its address here.";
  private static final Pattern MANIFEST =
      Pattern.compile("(?m)^[\\s{,-]*[\"']?(kind|apiVersion)[\"']?\\s*:");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink() || !file.named(".yaml", ".yml", ".json")) {
      return;
    }
    file.yaml().problem().ifPresent(problem -> say(file, problem, findings));
  }

  private static void say(SourceFile file, Yaml.Problem problem, Findings findings) {
    boolean template = file.text().contains("{{") || file.text().contains("{%");
    if (template && inChart(file.subject().change().after(), file.path())) {
      return;
    }
    boolean manifest = file.isBinary() || MANIFEST.matcher(file.text()).find();
    findings.add(
        manifest ? Severity.DENY : Severity.WARN,
        file.path(),
        problem.line(),
        problem.column(),
        "unreadable",
        "The file cannot be read as %s: %s."
            .formatted(
                file.named(".json") ? "JSON" : "YAML", problem.what().replaceFirst("\\.$", "")),
        problem.tooMuch() ? TOO_MUCH : correct(problem));
  }

  private static String correct(Yaml.Problem problem) {
    return "Correct line %d, column %d. If it is a template, keep it below a Helm chart's templates folder or give it another suffix."
        .formatted(problem.line(), problem.column());
  }

  private static boolean inChart(Tree tree, String path) {
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (tree.at(path.substring(0, end) + "/Chart.yaml").isPresent()) {
        return true;
      }
    }
    return tree.at("Chart.yaml").isPresent();
  }
}
