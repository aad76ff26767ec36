package dev.tidegate.policy.rules.talos;

import dev.tidegate.change.PathChange;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.List;

/** Names the Talos paths that a change touches: nodes only follow after a Talos job. */
public final class TalosJob implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "talos/job-needed",
          "A touched Talos path is named",
          "Talos nodes do not follow git by themselves: after the merge the configuration has to be"
              + " rendered by Terraform and applied by a Talos job.",
          "Nothing to mend: plan the job for after the merge.",
          "Not needed: this only informs.",
          Severity.INFO,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (String declared : subject.fleet().talosPaths()) {
      String folder = declared.replaceFirst("/+$", "");
      List<String> touched =
          subject.change().result().stream()
              .map(PathChange::path)
              .filter(path -> path.equals(folder) || path.startsWith(folder + "/"))
              .toList();
      if (!touched.isEmpty()) {
        findings.add(
            touched.getFirst(),
            0,
            0,
            folder,
            "The change touches %d %s of the Talos path %s: a Talos job is needed after the merge."
                .formatted(touched.size(), touched.size() == 1 ? "file" : "files", declared),
            "After the merge: terraform plan and apply, then talosctl apply-config with the"
                + " rendered configuration, one node at a time.");
      }
    }
  }
}
