package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.deployed.Bundle;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.HashMap;
import java.util.Map;

/** {@code k8s/duplicate-object}: an Application writes each object once. */
public final class DuplicateObject implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "k8s/duplicate-object",
          "An Application's manifests hold each object once",
          "Of two manifests for one object Argo CD applies the last one it reads and kustomize refuses"
              + " to build: which of them counts is not what somebody decided.",
          "Remove one of the two, or give it another name.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Said.fresh(subject, findings, DuplicateObject::look);
  }

  private static void look(Looked looked, Bundle bundle) {
    if (bundle.form() == Bundle.Form.KUSTOMIZE && !bundle.whole()) {
      // Prefixes, components and the like: what their names become is not known.
      return;
    }
    Map<String, Piece> seen = new HashMap<>();
    for (Piece piece : bundle.pieces()) {
      Manifest m = piece.manifest();
      boolean named = m.root().text("metadata", "name").isPresent();
      if (!named || m.name().contains("{{") || m.name().contains("$")) {
        continue;
      }
      String key = m.group() + "/" + m.kind() + " " + piece.namespace() + "/" + m.name();
      Piece first = seen.putIfAbsent(key, piece);
      if (first != null) {
        looked.say(
            piece,
            m.root(),
            "twice",
            "stands twice in the Application "
                + bundle.app()
                + ": also in "
                + first.path()
                + ":"
                + first.manifest().line()
                + ".",
            "Remove one of the two, or give it another name or namespace.");
      }
    }
  }
}
